// Reading a request's body lets other events in: two increments at once, with the body read between get and put. The second
// waits before the gate when the first begins to read.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const who = new URL(request.url).pathname.split("/")[2];
    if (who === "count") return new Response(String(await this.ctx.storage.get("n")));
    if (who === "a") await this.ctx.blockConcurrencyWhile(() => scheduler.wait(200));
    const n = (await this.ctx.storage.get("n")) ?? 0;
    log("before", { who, n });
    const body = await request.text();
    log("body", { who, body });
    await this.ctx.storage.put("n", n + 1);
    return new Response(`n=${n + 1}`);
  }
}

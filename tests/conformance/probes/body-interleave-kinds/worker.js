// Which bodies let other events in when they are read: what another object answered, what code has made itself, one in
// pieces; not one that is null, nor a Blob, nor a stream of code. The second request waits before the gate when the first
// begins to read.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx, env) { this.ctx = ctx; this.env = env; }
  async fetch(request) {
    const [, room, how, who] = new URL(request.url).pathname.split("/");
    if (room === "other") return new Response("from the other");
    const other = who === "a" && how === "answer"
      ? await this.env.ROOM.get(this.env.ROOM.idFromName("other")).fetch("http://x/other")
      : null;
    if (who === "a") await this.ctx.blockConcurrencyWhile(() => scheduler.wait(200));
    const n = (await this.ctx.storage.get("n")) ?? 0;
    log("before", { how, who, n });
    if (other !== null) log("body", { who, text: await other.text() });
    else if (how === "pieces") log("body", { who, length: (await request.body.getReader().read()).value.length });
    else if (how === "made") log("body", { who, text: await new Response("made here").text() });
    else if (how === "null") log("body", { who, text: await new Response(null).text() });
    else if (how === "json") log("body", { who, json: await Response.json([1]).json() });
    else if (how === "bytes") log("body", { who, size: (await new Response(new Uint8Array(3)).arrayBuffer()).byteLength });
    else if (how === "blob") log("body", { who, text: await new Blob(["in a blob"]).text() });
    else if (how === "stream") log("body", { who, text: await new Response(new ReadableStream({
      start(c) { c.enqueue(new TextEncoder().encode("of code")); c.close(); },
    })).text() });
    else if (how === "chunk") log("body", { who, length: (await new Response("made here").body.getReader().read()).value.length });
    else if (how === "own") log("body", { who, value: (await new ReadableStream({
      start(c) { c.enqueue(7); c.close(); },
    }).getReader().read()).value });
    else if (how === "clone") log("body", { who, text: await request.clone().text() });
    await this.ctx.storage.put("n", n + 1);
    return new Response(`n=${n + 1}`);
  }
}

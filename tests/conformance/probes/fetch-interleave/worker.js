// Two requests at once to one room: where the second gets in while the first awaits storage, a timer, another room, its own body.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  constructor(ctx, env) { this.ctx = ctx; this.env = env; this.inside = 0; this.most = 0; }
  async fetch(request) {
    const what = new URL(request.url).pathname.split("/")[2];
    if (what === "most") { const most = this.most; this.most = 0; return Response.json({ most }); }
    if (what === "nothing") return new Response("nothing");
    this.most = Math.max(this.most, ++this.inside);
    if (what === "storage") for (let i = 0; i < 5; ++i) await this.ctx.storage.get("k" + i);
    if (what === "put") for (let i = 0; i < 5; ++i) await this.ctx.storage.put("k" + i, i);
    if (what === "timer") await wait(100);
    if (what === "room") await this.env.ROOM.get(this.env.ROOM.idFromName("r2")).fetch("http://oracle.test/r2/slow");
    if (what === "slow") await wait(100);
    if (what === "block") await this.ctx.blockConcurrencyWhile(() => wait(100));
    --this.inside;
    return new Response(what);
  }
}

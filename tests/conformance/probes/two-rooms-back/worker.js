// One room asks another over its stub while that one asks back: nobody waits for himself; the order of what each sees.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx, env) { this.ctx = ctx; this.env = env; this.n = 0; }
  async fetch(request) {
    const [, me, what] = new URL(request.url).pathname.split("/");
    log("enter", { me, what, n: ++this.n });
    const other = (room, path) => this.env.ROOM.get(this.env.ROOM.idFromName(room)).fetch("http://oracle.test/" + room + "/" + path).then((r) => r.text());
    let text = me + ":" + what;
    if (what === "ask") text += "(" + (await other("r2", "askback")) + ")";
    if (what === "askback") text += "(" + (await other("r1", "answer")) + ")";
    if (what === "self") text += "(" + (await other(me, "answer")) + ")";
    if (what === "both") text += "(" + (await Promise.all([other("r2", "answer"), other("r3", "answer"), other("r2", "last")])).join() + ")";
    log("leave", { me, what, n: this.n });
    return new Response(text);
  }
}

// waitUntil: work goes on after the response, in what order, and what it stores; a rejection there; waitUntil of no promise.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor"); }
  async fetch(request) {
    const what = new URL(request.url).pathname.split("/")[2];
    log("fetch", { what, n: ++this.n });
    if (what === "late") this.ctx.waitUntil((async () => { await wait(200); await this.ctx.storage.put("late", this.n); log("late stored"); })());
    if (what === "rejects") this.ctx.waitUntil((async () => { await wait(50); throw new Error("in waitUntil"); })());
    if (what === "odd") return Response.json([await attempt(() => this.ctx.waitUntil(5)), await attempt(() => this.ctx.waitUntil()), await attempt(() => this.ctx.waitUntil(undefined))]);
    if (what === "nested") this.ctx.waitUntil(wait(50).then(() => { log("outer"); this.ctx.waitUntil(wait(50).then(() => log("inner"))); }));
    return Response.json({ late: (await this.ctx.storage.get("late")) ?? null });
  }
}

// What a later request sees of writes without await, of an unawaited delete, and of values changed after put; and a failed put among good ones.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const { storage } = this.ctx;
    const what = new URL(request.url).pathname.split("/")[2];
    if (what === "write") { const value = { n: 1 }; storage.put("a", value); value.n = 2; storage.put("b", [1]); storage.delete("nothing"); return new Response("not awaited"); }
    if (what === "replace") { storage.put("a", "x"); storage.delete("a"); storage.put("a", "y"); const read = await storage.get("a"); return Response.json({ read }); }
    if (what === "bad") return Response.json([await attempt(() => storage.put("f", () => 1)), await attempt(() => storage.put({ g: 1, h: Symbol("s") })), await attempt(() => storage.put("i", undefined)), (await storage.get("g")) ?? null]);
    if (what === "returns") return Response.json([await storage.delete("b"), await storage.delete("b"), await storage.delete(["a", "nope"]), await attempt(() => storage.put("z", 1)), [...(await storage.get(["z", "y", "a"]))]]);
    return Response.json([...(await storage.list())]);
  }
}

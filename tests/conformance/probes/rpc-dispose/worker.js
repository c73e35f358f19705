// Disposal: when the target's own Symbol.dispose runs; dup(); parameters after the call; results; use after disposal; the end of the caller's request.
import { DurableObject, RpcTarget, RpcStub, WorkerEntrypoint } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => {
  const o = { name: e?.name, message: e?.message ?? String(e), kind: e?.constructor?.name };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e?.[k] !== undefined) o[k] = e[k];
  return o;
};
const show = (v) => {
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + " " + v?.constructor?.name + ">";
  if (v === null || typeof v !== "object") return v;
  if (Array.isArray(v)) return v.map(show);
  const o = Object.getPrototypeOf(v) === Object.prototype ? {} : { "<class>": v.constructor?.name };
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const c = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };

class Res extends RpcTarget { constructor(n) { super(); this.n = n; } ping() { return "pong " + this.n; } other() { return new Res(this.n + ".other"); } [Symbol.dispose]() { log("disposed", { n: this.n }); } }
const fnWith = (n) => Object.assign(() => "called " + n, { [Symbol.dispose]() { log("disposed fn", { n }); } });
export class Room extends DurableObject {
  res(n) { return new Res(n); }
  pair(n) { return { a: new Res(n + ".a"), b: new Res(n + ".b"), x: 1 }; }
  twice(n) { const r = new Res(n); return [r, r]; }
  same(n) { this.kept ??= new Res(n); return this.kept; }
  fn(n) { return fnWith(n); }
  nothing(r) { return 1; }
  async slow(r) { await wait(30); return r.ping(); }
  keep(r) { this.k = r; return 1; }
  keepDup(r) { this.k = r.dup(); return 1; }
  async useKept() { return this.k.ping(); }
  dropKept() { this.k[Symbol.dispose](); }
  back(r) { return r; }
  backDup(r) { return r.dup(); }
  async boom(r) { throw new Error("boom"); }
  explicit(r) { r[Symbol.dispose](); return 1; }
}
const settle = () => wait(20);
export default {
  async fetch(req, env) {
    if (new URL(req.url).pathname === "/end") { const s = env.ROOM.get(env.ROOM.idFromName("r1")); this.held = await s.res("at end"); await s.keepDup(new Res("argument at end")); return new Response("ended"); }
    if (new URL(req.url).pathname === "/after") { const s = env.ROOM.get(env.ROOM.idFromName("r1")); await c("stub of an ended request", () => this.held.ping()); await c("argument of an ended request", () => s.useKept()); return new Response("after"); }
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    await c("result disposed", async () => { const r = await s.res("1"); await r.ping(); r[Symbol.dispose](); await settle(); });
    await c("use after disposal", async () => { const r = await s.res("2"); r[Symbol.dispose](); await settle(); return r.ping(); });
    await c("disposed twice", async () => { const r = await s.res("3"); r[Symbol.dispose](); r[Symbol.dispose](); await settle(); });
    await c("dup", async () => { const r = await s.res("4"); const d = r.dup(); r[Symbol.dispose](); await settle(); log("still", { r: await d.ping(), same: d === r }); d[Symbol.dispose](); await settle(); });
    await c("using", async () => { { using r = await s.res("6"); await r.ping(); } await settle(); });
    await c("object result", async () => { const o = await s.pair("7"); log("has", { d: typeof o[Symbol.dispose], keys: Object.keys(o) }); o[Symbol.dispose](); await settle(); return o.a.ping(); });
    await c("object result, one by one", async () => { const o = await s.pair("8"); o.a[Symbol.dispose](); await settle(); log("b", { r: await o.b.ping() }); o[Symbol.dispose](); await settle(); });
    await c("same target twice in a result", async () => { const [a, b] = await s.twice("9"); a[Symbol.dispose](); await settle(); log("other", { r: await b.ping() }); b[Symbol.dispose](); await settle(); });
    await c("same target over two calls", async () => { const a = await s.same("10"), b = await s.same("10"); a[Symbol.dispose](); await settle(); log("other", { r: await b.ping() }); b[Symbol.dispose](); await settle(); });
    await c("function result", async () => { const f = await s.fn("11"); log("f", { r: await f() }); f[Symbol.dispose](); await settle(); });
    await c("argument", async () => { await s.nothing(new Res("12")); log("answered"); await settle(); });
    await c("argument, slow", async () => { const r = await s.slow(new Res("13")); log("answered", { r }); await settle(); });
    await c("argument kept without dup", async () => { await s.keep(new Res("14")); await settle(); return s.useKept(); });
    await c("argument kept with dup", async () => { await s.keepDup(new Res("15")); await settle(); log("kept", { r: await s.useKept() }); await s.dropKept(); await settle(); });
    await c("argument returned", async () => { const r = await s.back(new Res("16")); await settle(); log("back", { r: await r.ping() }); r[Symbol.dispose](); await settle(); });
    await c("argument dup returned", async () => { const r = await s.backDup(new Res("17")); await settle(); log("back", { r: await r.ping() }); r[Symbol.dispose](); await settle(); });
    await c("argument of a failing call", async () => { try { await s.boom(new Res("18")); } finally { await settle(); } });
    await c("argument disposed by the callee", async () => { await s.explicit(new Res("19")); await settle(); });
    await c("stub as argument stays the caller's", async () => { const t = new RpcStub(new Res("20")); await s.nothing(t); await settle(); log("mine", { r: await t.ping() }); t[Symbol.dispose](); await settle(); });
    await c("remote stub as argument", async () => { const r = await s.res("21"); await s.nothing(r); await settle(); log("mine", { r: await r.ping() }); r[Symbol.dispose](); await settle(); });
    await c("local stub disposed", async () => { const t = new RpcStub(new Res("22")); t[Symbol.dispose](); await settle(); return t.ping(); });
    await c("pipelined only", async () => { log("p", { r: await s.res("23").ping() }); await settle(); });
    await c("promise disposed before it resolves", async () => { const p = s.res("24"); p[Symbol.dispose](); await settle(); return typeof (await p); });
    await c("promise disposed after", async () => { const p = s.res("25"); const r = await p; p[Symbol.dispose](); await settle(); return r.ping(); });
    await c("promise never awaited", async () => { s.res("26"); await settle(); });
    await c("plain result", async () => { const r = await s.nothing({}); return typeof r; });
    await c("has dispose", async () => { const o = await s.back({ a: 1 }); const l = await s.back([1]); return [typeof o[Symbol.dispose], Object.getOwnPropertySymbols(o).length, typeof l[Symbol.dispose], typeof (await s.back(new Map()))[Symbol.dispose]]; });
    await c("child of a disposed one", async () => { const r = await s.res("27"); const o = await r.other(); r[Symbol.dispose](); await settle(); log("child", { r: await o.ping() }); o[Symbol.dispose](); await settle(); });
    return new Response("ok");
  },
};

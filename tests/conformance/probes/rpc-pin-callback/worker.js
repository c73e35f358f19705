// A callback that another object keeps: which of the two it keeps awake, and what happens to it when the other goes.
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

class T extends RpcTarget { constructor(n) { super(); this.n = n; } hi() { return "hi " + this.n; } [Symbol.dispose]() { log("disposed", { n: this.n }); } }
export class Room extends DurableObject {
  constructor(ctx, env) { super(ctx, env); log("constructor", { room: ctx.id.name }); this.n = 0; }
  async give() { this.n++; await this.env.OTHER.getByName(this.ctx.id.name + "-o").keep(new T(this.ctx.id.name)); return this.n; }
  async take() { this.n++; this.t = await this.env.OTHER.getByName(this.ctx.id.name + "-o").make(); return this.n; }
  async useTaken() { return [++this.n, await this.t?.hi()]; }
  next() { return ++this.n; }
  async fetch() { this.n++; return new Response("n " + this.n); }
  kill() { this.ctx.abort("room killed"); }
}
export class Other extends DurableObject {
  constructor(ctx, env) { super(ctx, env); log("constructor", { other: ctx.id.name }); this.n = 0; }
  keep(t) { this.k = t.dup(); return ++this.n; }
  make() { this.n++; return new T(this.ctx.id.name); }
  async use() { return [++this.n, (await this.k?.hi()) ?? "none"]; }
  next() { return ++this.n; }
  kill() { this.ctx.abort("other killed"); }
}
export default {
  async fetch(req, env, ctx) {
    const [, op, room] = new URL(req.url).pathname.split("/");
    const s = env.ROOM.getByName(room), o = env.OTHER.getByName(room + "-o");
    const f = { give: () => s.give(), take: () => s.take(), use: () => o.use(), useTaken: () => s.useTaken(), next: async () => [await s.next(), await o.next()], kill: () => s.kill(), killOther: () => o.kill() };
    await c(op + " " + room, f[op]);
    return new Response("ok");
  },
};

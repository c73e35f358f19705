// Classes that do not extend DurableObject, and other classes of this kind: what RPC on them says.
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

export class Room { constructor(ctx, env) { this.ctx = ctx; } hello() { return "hello"; } async fetch() { return new Response("fetched"); } }
export class Real extends DurableObject { hello() { return "real " + (this.ctx.id.name); } }
export class NoSuper extends DurableObject { constructor() { super(); } hello() { return [typeof this.ctx, typeof this.env]; } }
export class Throws extends DurableObject { constructor(ctx, env) { super(ctx, env); throw new Error("no"); } hello() {} }
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    await c("plain call", () => s.hello());
    await c("plain property", () => s.hello);
    await c("plain missing", () => s.nothing());
    await c("plain alarm", () => s.alarm());
    await c("plain fetch after", async () => (await s.fetch("http://x/")).text());
    await c("real", () => env.REAL.getByName("n").hello());
    await c("real fetch", () => env.REAL.getByName("n").fetch("http://x/"));
    await c("no super", () => env.NOSUPER.getByName("n").hello());
    await c("throws", () => env.THROWS.getByName("n").hello());
    await c("throws property", () => env.THROWS.getByName("n").hello);
    return new Response("ok");
  },
};

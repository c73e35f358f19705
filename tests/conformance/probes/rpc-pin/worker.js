// A stub that somebody holds keeps its object awake: until it is disposed, or the holder's request is over; a pending call too.
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

class T extends RpcTarget { hi() { return "hi"; } [Symbol.dispose]() { log("disposed"); } }
export class Room extends DurableObject { constructor(ctx, env) { super(ctx, env); log("constructor", { room: ctx.id.name }); this.n = 0; } target() { return new T(); } next() { return ++this.n; } async hold(ms) { await wait(ms); return ++this.n; } }
export default {
  async fetch(req, env, ctx) {
    const p = new URL(req.url).pathname;
    const s = env.ROOM.getByName(p.slice(1));
    if (p === "/held") { await s.next(); const t = await s.target(); await wait(14000); log("after", { r: [await t.hi(), await s.next()] }); return new Response("held"); }
    if (p === "/disposed") { await s.next(); const t = await s.target(); t[Symbol.dispose](); await wait(14000); log("after", { r: await s.next() }); return new Response("disposed"); }
    if (p === "/ended") { await s.next(); await s.target(); return new Response("ended"); }
    if (p === "/pending") { await s.next(); log("after", { r: await s.hold(14000) }); return new Response("pending"); }
    return new Response("?");
  },
};

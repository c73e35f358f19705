// An object that is reset while calls on it wait: the call, what was pipelined on it, a stub it gave out, and the next object.
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

class T extends RpcTarget { hi() { return "hi"; } }
export class Room extends DurableObject {
  async slow() { await wait(1000); return { f: () => 1 }; }
  target() { return new T(); }
  kill() { this.ctx.abort("killed"); }
  ping() { return "pong"; }
}
const quiet = (p) => { p.then(() => {}, () => {}); return p; };
export default {
  async fetch(req, env) {
    const s = env.ROOM.getByName("r1");
    const t = await s.target();
    const call = quiet(s.slow()), method = quiet(call.f()), property = quiet(call.f.x);
    await wait(10);
    try { await env.ROOM.getByName("r1").kill(); } catch (e) { log("kill", { error: err(e) }); }
    await c("the call", () => call);
    await c("a method of its result", () => method);
    await c("a property of its result", () => property);
    await c("the target afterwards", () => t.hi());
    await c("a new stub", () => env.ROOM.getByName("r1").ping());
    return new Response("ok");
  },
};

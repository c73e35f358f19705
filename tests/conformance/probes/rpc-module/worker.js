// The module cloudflare:workers, ctx.exports, ctx.props: what is there and what it is.
import * as W from "cloudflare:workers";
import { DurableObject, WorkerEntrypoint, RpcTarget, env, exports, waitUntil } from "cloudflare:workers";
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
let top = {};
try { top.env = Object.keys(env).join(); } catch (e) { top.env = err(e); }
try { top.exports = Object.keys(exports).join(); } catch (e) { top.exports = err(e); }
try { top.waitUntil = waitUntil(Promise.resolve()) === undefined; } catch (e) { top.waitUntil = err(e); }
export class Room extends DurableObject {
  info() { return { props: show(this.ctx.props), exports: Object.keys(this.ctx.exports).sort().join(), env: Object.keys(this.env).join(), sameEnv: this.env === env, envRoom: env.ROOM === this.env.ROOM, sameExports: this.ctx.exports === exports }; }
  async viaExports() { return await this.ctx.exports.Entry.hello("room"); }
  async viaModule() { return await exports.Entry.hello("module"); }
}
export class Entry extends WorkerEntrypoint {
  field = 1;
  hello(x) { return ["hello", x, show(this.ctx.props), typeof this.env.ROOM, this instanceof Entry]; }
  get prop() { return "prop"; }
  async fetch(req) { return new Response("entry " + req.url + " " + JSON.stringify(this.ctx.props)); }
  boom() { throw new TypeError("entry boom"); }
  count() { this.n = (this.n ?? 0) + 1; return this.n; }
  target() { return new (class extends RpcTarget { hi() { return "hi"; } })(); }
  alarm() { return "alarm"; }
}
export class NoFetch extends WorkerEntrypoint { hi() { return "hi"; } }
export const objectEntry = { async fetch(req) { return new Response("object entry"); }, hello() { return "object hello"; } };
export default {
  async fetch(req, env2, ctx) {
    const s = env2.ROOM.getByName("r1");
    const names = ["DurableObject", "RpcPromise", "RpcProperty", "RpcStub", "RpcTarget", "ServiceStub", "WorkerEntrypoint", "WorkflowEntrypoint", "env", "exports", "waitUntil"];
    log("module", { types: Object.fromEntries(names.map((k) => [k, typeof W[k]])), top });
    log("ctx", { props: show(ctx.props), exports: Object.keys(ctx.exports).sort().join(), cls: ctx.constructor.name, sameExports: ctx.exports === exports, sameEnv: env === env2, envRoom: env.ROOM === env2.ROOM });
    await c("room", () => s.info());
    await c("room via exports", () => s.viaExports());
    await c("room via module", () => s.viaModule());
    await c("entry", () => ctx.exports.Entry.hello("x"));
    await c("entry prop", () => ctx.exports.Entry.prop);
    await c("entry field", () => ctx.exports.Entry.field);
    await c("entry boom", () => ctx.exports.Entry.boom());
    await c("entry count", async () => [await ctx.exports.Entry.count(), await ctx.exports.Entry.count()]);
    await c("entry fetch", async () => (await ctx.exports.Entry.fetch("http://x/y")).text());
    await c("entry target", async () => (await ctx.exports.Entry.target()).hi());
    await c("entry alarm", () => ctx.exports.Entry.alarm());
    await c("entry with props", async () => [await ctx.exports.Entry({ props: { a: 1 } }).hello("p"), await (await ctx.exports.Entry({ props: { a: 2 } }).fetch("http://x/z")).text()]);
    await c("entry type", () => [typeof ctx.exports.Entry, ctx.exports.Entry.constructor.name, ctx.exports.Entry === ctx.exports.Entry]);
    await c("object entry", async () => (await ctx.exports.objectEntry.fetch("http://x/")).text());
    await c("object entry hello", () => ctx.exports.objectEntry.hello());
    await c("no fetch", async () => (await ctx.exports.NoFetch.fetch("http://x/")).text());
    await c("no fetch hi", () => ctx.exports.NoFetch.hi());
    await c("room export", async () => [typeof ctx.exports.Room, ctx.exports.Room.constructor.name, typeof ctx.exports.Room.idFromName, await ctx.exports.Room.getByName("r1").info().then((i) => i.exports.length > 0)]);
    await c("default export", () => [typeof ctx.exports.default, ctx.exports.default?.constructor?.name]);
    await c("env write", () => { env.X = 1; return [env.X, env2.X]; });
    await c("waitUntil", async () => { waitUntil(wait(5).then(() => log("waited"))); await wait(20); return "ok"; });
    return new Response("ok");
  },
};

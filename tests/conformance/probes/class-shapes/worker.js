// Classes of every shape: no fetch, fields and getters for handlers, constructors that throw, wait or return something else, inheritance.
import { DurableObject } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
let tries = 0;
export class NoFetch extends DurableObject { hi() { return "hi"; } }
export class Empty {}
export class Arrow { fetch = async (request) => new Response("arrow " + (this instanceof Arrow)); }
export class Getter { get fetch() { return () => new Response("getter"); } }
export class ArrowRpc extends DurableObject { hello = () => "hello"; fetch = () => new Response("own fetch"); }
export class Throws extends DurableObject { constructor(ctx, env) { super(ctx, env); if (tries++ < 2) throw new RangeError("constructor " + tries); } fetch() { return new Response("third time"); } }
export class ThrowsText { constructor() { throw "text"; } }
export class NoSuper extends DurableObject { constructor() { return Object.create(NoSuper.prototype); } fetch() { return new Response("no super " + typeof this.ctx); } }
export class Other { constructor() { return { fetch: () => new Response("other object"), hi: () => "other hi" }; } }
export class Base extends DurableObject { who() { return "base " + this.name(); } name() { return "base"; } fetch() { return new Response(this.who()); } }
export class Derived extends Base { name() { return "derived"; } who() { return super.who() + "!"; } get prop() { return this.ctx.id.name; } }
export class Init extends DurableObject {
  constructor(ctx, env) { super(ctx, env); this.steps = ["constructor"]; ctx.blockConcurrencyWhile(async () => { this.steps.push("init"); this.n = ((await ctx.storage.get("n")) ?? 0) + 1; await wait(10); await ctx.storage.put("n", this.n); this.steps.push("ready"); }); this.steps.push("end"); }
  fetch() { this.steps.push("fetch"); return Response.json([this.n, this.steps]); }
  n2() { return this.n; }
}
export class Lazy extends DurableObject { async ready() { return (this.p ??= (async () => { await wait(5); this.count = (this.count ?? 0) + 1; })()); } async fetch() { await this.ready(); return new Response("count " + this.count); } }
export class Super extends DurableObject { constructor(ctx, env) { super(ctx, env); this.same = [this.ctx === ctx, this.env === env, Object.keys(this).join()]; } fetch() { return Response.json(this.same); } }
export class Shadow extends DurableObject { ctx = "mine"; fetch() { return new Response(String(this.ctx)); } }
export class Bad extends DurableObject { fetch() { return "text"; } }
export class Undef extends DurableObject { fetch() {} }
export class Odd extends DurableObject { fetch() { return { status: 200, headers: new Headers(), body: null }; } }
export class NotFunction extends DurableObject { fetch = 5; }
export class Static extends DurableObject { static n = 0; fetch() { return new Response("static " + ++Static.n); } }
export class Args { constructor(...args) { this.args = args.map((a) => a?.constructor?.name ?? typeof a); } fetch(...args) { return Response.json([this.args, args.map((a) => a.constructor.name)]); } }
export class Sync extends DurableObject { fetch() { throw new TypeError("sync"); } }
export class Wrap extends DurableObject { constructor(ctx, env) { super(ctx, env); return new Proxy(this, { get: (t, k) => (k === "magic" ? () => "magic" : typeof t[k] === "function" ? t[k].bind(t) : t[k]) }); } fetch() { return new Response("proxied"); } plain() { return "plain"; } }
export const Alias = class Inner extends DurableObject { fetch() { return new Response(this.constructor.name); } };
export default {
  async fetch(request, env) {
    const get = async (stub) => { const r = await stub.fetch("http://x/"); return [r.status, await r.text()]; };
    for (const name of ["NoFetch", "Empty", "Arrow", "Getter", "ArrowRpc", "ThrowsText", "NoSuper", "Other", "Base", "Derived", "Init", "Lazy", "Super", "Shadow", "Bad", "Undef", "Odd", "NotFunction", "Static", "Args", "Sync", "Wrap", "Alias"])
      await ask(name, () => get(env[name].getByName("a")));
    await ask("throws 1", () => get(env.Throws.getByName("t")));
    await ask("throws 2, by RPC", () => env.Throws.getByName("t").nothing());
    await ask("throws 3", () => get(env.Throws.getByName("t")));
    await ask("throws, same stub", async () => { tries = 0; const s = env.Throws.getByName("u"); const out = []; for (let i = 0; i < 3; i++) out.push(await get(s).catch(err)); return out; });
    await ask("arrow rpc", () => env.ArrowRpc.getByName("a").hello());
    await ask("other rpc", () => env.Other.getByName("a").hi());
    await ask("derived rpc", async () => { const s = env.Derived.getByName("d"); return [await s.who(), await s.name(), await s.prop]; });
    await ask("name of the stub", () => [env.Derived.getByName("d").name, env.Base.getByName("d").name]);
    await ask("init at once", () => Promise.all([env.Init.getByName("b").n2(), get(env.Init.getByName("b")), env.Init.getByName("b").n2()]));
    await ask("lazy at once", () => { const s = env.Lazy.getByName("l"); return Promise.all([get(s), get(s)]); });
    await ask("static shared", async () => [await get(env.Static.getByName("b")), await get(env.Static.getByName("c"))]);
    await ask("wrap rpc", async () => { const s = env.Wrap.getByName("a"); return [await s.plain(), await s.magic()]; });
    await ask("nofetch rpc", () => env.NoFetch.getByName("a").hi());
    await ask("empty rpc", () => env.Empty.getByName("a").hi());
    return new Response("done");
  },
};

// RPC as applications use it: sessions (RpcTargets) that a room returns, callbacks it keeps with dup(), notifies and drops, WorkerEntrypoints between.
import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
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
class Session extends RpcTarget {
  #room; #name;
  constructor(room, name) { super(); this.#room = room; this.#name = name; }
  get name() { return this.#name; }
  say(text) { return this.#room.notify({ from: this.#name, text }); }
  async subscribe(f) { this.#room.listeners.set(this.#name, f.dup ? f.dup() : f); return this.#room.listeners.size; }
  async rename(name) { if (!name) throw Object.assign(new TypeError("a name"), { code: "E_NAME" }); this.#name = name; return this; }
  lazy() { return { at: new Date(0), again: this, list: [1, 2], child: (n) => new Session(this.#room, this.#name + n) }; }
  [Symbol.dispose]() { log("session disposed", { name: this.#name }); }
}
export class Room extends DurableObject {
  listeners = new Map();
  #secret = 1;
  join(name) { if (name === "banned") throw new RangeError("banned"); return new Session(this, name); }
  async joinMany(...names) { return names.map((n) => new Session(this, n)); }
  async notify(m) {
    const out = [];
    for (const [name, f] of this.listeners) {
      try { out.push([name, await f(m)]); } catch (e) { out.push([name, err(e)]); this.listeners.delete(name); f[Symbol.dispose]?.(); }
    }
    return out;
  }
  drop() { for (const f of this.listeners.values()) f[Symbol.dispose](); this.listeners.clear(); }
  async each(list, f) { const out = []; for (const x of list) out.push(await f(x)); return out; }
  async both(a, b) { return [await a(), await b()]; }
  defaults(a = 1, { b = 2, ...rest } = {}, ...more) { return [a, b, rest, more, arguments.length]; }
  async *generate() { yield 1; }
  thenable() { return { then(ok) { ok("resolved"); } }; }
  async nested() { return { a: { b: { c: [Promise.resolve(1)] } } }; }
  getterObject() { return { get x() { return 5; }, y: 1 }; }
  counter() { let n = 0; return { inc: () => ++n, get: () => n }; }
  static hidden() { return 1; }
  "with space"() { return "spaced"; }
  ["toJSON"]() { return "json"; }
  then2() { return "then2"; }
}
export class Gate extends WorkerEntrypoint {
  async enter(name, key) { if (key !== this.ctx.props.key) throw new Error("wrong key"); return this.env.ROOM.getByName("r1").join(name); }
  async fetch(request) { return this.env.ROOM.getByName("r1").defaults(new URL(request.url).pathname).then((x) => Response.json(x)); }
}
export class Main extends WorkerEntrypoint {
  async fetch(request) {
    const { env, ctx } = this;
    const room = env.ROOM.getByName("r1");
    log("this", { keys: Object.keys(this), ctx: ctx.constructor.name, env: Object.keys(env) });
    await ask("join", async () => { const s = await room.join("ann"); return [await s.name, await s.say("alone")]; });
    const got = [];
    const ann = await room.join("ann"), bob = await room.join("bob");
    await ask("subscribe", async () => [await ann.subscribe((m) => { got.push(["ann", m]); return "ok"; }), await bob.subscribe(async (m) => { await wait(1); got.push(["bob", m]); if (m.text === "boom") throw new SyntaxError("bob cannot"); })]);
    await ask("say", async () => [await ann.say("hi"), got.splice(0)]);
    await ask("say boom", async () => [await bob.say("boom"), got.splice(0)]);
    await ask("say after", async () => [await ann.say("again"), got.splice(0)]);
    await ask("pipelined", () => room.join("cid").say("quick"));
    await ask("pipelined deep", () => room.join("cid").lazy().child(2).name);
    await ask("pipelined getter", () => room.join("cid").lazy().at);
    await ask("pipelined element", () => room.joinMany("x", "y")[1].name);
    await ask("pipelined banned", () => room.join("banned").say("x"));
    await ask("rename", async () => { const s = await ann.rename("anna"); return [await s.name, await ann.name]; });
    await ask("rename none", async () => { try { await ann.rename(); } catch (e) { return [err(e), e.code, e instanceof TypeError]; } });
    await ask("lazy", async () => { using l = await ann.lazy(); return [l.at, l.list, await l.again.name, await (await l.child("!")).name, Object.keys(l)]; });
    await ask("drop", async () => { await room.drop(); return [await ann.say("nobody"), got.splice(0)]; });
    await ask("using", async () => { { using s = await room.join("scoped"); await s.name; } await wait(10); return "out"; });
    await ask("after dispose", async () => { const s = await room.join("once"); s[Symbol.dispose](); return s.name; });
    await ask("each", () => room.each([1, { a: 2 }, null], (x) => [x, typeof x]));
    await ask("both", () => { let n = 0; const f = () => ++n; return room.both(f, f); });
    await ask("defaults", async () => [await room.defaults(), await room.defaults(undefined, undefined), await room.defaults(null, { c: 3 }, 4, 5)]);
    await ask("generator", () => room.generate());
    await ask("thenable", () => room.thenable());
    await ask("nested promise", () => room.nested());
    await ask("getter object", () => room.getterObject());
    await ask("closures", async () => { const c = await room.counter(); return [await c.inc(), await c.inc(), await c.get()]; });
    await ask("static", () => room.hidden());
    await ask("spaced", () => room["with space"]());
    await ask("toJSON", async () => [typeof room.toJSON, await room.toJSON()]);
    await ask("private", () => room["#secret"]);
    await ask("then", () => [typeof room.then, typeof room.catch, typeof room.join("q").then]);
    await ask("symbol", () => [typeof room[Symbol.iterator], typeof room[Symbol.toPrimitive], String(room), `${typeof room.anything}`]);
    await ask("spread stub", () => Object.keys({ ...room }));
    await ask("in and delete", () => ["join" in room, delete room.join, typeof room.join]);
    await ask("bound", async () => { const { defaults } = room; return [await defaults(1), await room.defaults.call(null, 2), await room.defaults.bind(null, 3)(), await room.defaults.apply(undefined, [4])]; });
    await ask("promise all", () => Promise.all([room.defaults(1), room.nothing(), room.defaults(3)]));
    await ask("all settled", async () => (await Promise.allSettled([room.defaults(1), room.nothing()])).map((r) => [r.status, r.reason ? err(r.reason) : r.value]));
    await ask("catch and finally", async () => { const out = []; const v = await room.nothing().catch((e) => e.message).finally(() => out.push("finally")); return [v, out]; });
    await ask("gate", async () => { const s = await ctx.exports.Gate({ props: { key: 5 } }).enter("eve", 5); return [await s.name, await s.say("from the gate")]; });
    await ask("gate refused", () => ctx.exports.Gate({ props: { key: 5 } }).enter("eve", 6));
    await ask("gate without props", () => ctx.exports.Gate.enter("eve"));
    await ask("gate fetch", async () => (await ctx.exports.Gate({ props: {} }).fetch("http://x/gate")).json());
    ctx.waitUntil(wait(20).then(() => room.defaults("later")).then((r) => log("waitUntil", { r })));
    return new Response("done");
  }
}
export default { fetch: (request, env, ctx) => ctx.exports.Main.fetch(request) };

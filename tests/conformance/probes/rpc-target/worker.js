// Functions and RpcTargets as arguments and results: stubs, callbacks to the caller, forwarding to a third object, RpcStub made locally.
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

let disposals = [];
class Counter extends RpcTarget {
  #n; own = 1;
  constructor(n = 0) { super(); this.#n = n; }
  add(k) { this.#n += k; return this.#n; }
  get value() { return this.#n; }
  get self() { return this; }
  child() { return new Counter(100); }
  async slow(ms) { await wait(ms); return this.#n; }
  fail() { throw new RangeError("target boom"); }
  fetch() { return "target fetch"; }
  alarm() { return "target alarm"; }
}
class Sub extends Counter { extra() { return "extra"; } }
export class Room extends DurableObject {
  counter(n) { return new Counter(n); }
  sub() { return new Sub(1); }
  fn() { let n = 0; return (k) => (n += k); }
  fnWithProps() { return Object.assign((x) => x, { prop: 5, deep: { f: () => "deep" } }); }
  bag() { return { a: new Counter(1), f: (x) => x * 2, n: 3 }; }
  async callBack(f, ...args) { return [typeof f, f.constructor.name, f instanceof RpcStub, await f(...args)]; }
  async use(t, k) { return [typeof t, await t.add(k), await t.add(k), await t.value]; }
  identity(x) { return x; }
  async failing(f) { try { await f(); return "no error"; } catch (e) { return err(e); } }
  async propagate(f) { return await f(); }
  async order(f) { const seen = []; const p = [f(1), f(2), f(3)]; for (const one of p) seen.push(await one); return seen; }
}
export class Other extends DurableObject {
  async drive(t) { return [await t.add(10), await t.value]; }
  async room(s) { return [s.constructor.name, s.id === undefined ? "<undefined>" : typeof s.id, await s.identity(4)]; }
  async throughRoom(name) { return this.env.ROOM.get(this.env.ROOM.idFromName(name)).counter(7); }
}
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    const o = env.OTHER.get(env.OTHER.idFromName("o1"));
    await c("target", async () => { const t = await s.counter(5); return [typeof t, t.constructor.name, t instanceof RpcStub, t instanceof RpcTarget, Object.prototype.toString.call(t), await t.add(2), await t.value, await t.add(3)]; });
    const t = await s.counter(5);
    await c("instance field", () => t.own);
    await c("no such method", () => t.nothing());
    await c("private", () => t["#n"]);
    await c("target fails", () => t.fail());
    await c("child", async () => (await t.child()).add(1));
    await c("self", async () => { const u = await t.self; return [u.constructor.name, await u.add(0), u === t]; });
    await c("target fetch", () => t.fetch("http://x/"));
    await c("target alarm", () => t.alarm());
    await c("call a target", () => t());
    await c("subclass", async () => { const u = await s.sub(); return [await u.extra(), await u.add(1)]; });
    await c("function", async () => { const f = await s.fn(); return [typeof f, f.constructor.name, await f(1), await f(2), await f.call(null, 3), await f.apply(null, [4])]; });
    await c("function props", async () => { const f = await s.fnWithProps(); return [await f(1), await f.prop, await f.deep.f()]; });
    await c("function name", async () => { const f = await s.fn(); return [await f.name, await f.length]; });
    await c("bag", async () => { const b = await s.bag(); return [Object.keys(b), await b.a.add(1), await b.f(4), b.n, typeof b[Symbol.dispose]]; });
    await c("callback", () => s.callBack((a, b) => a + b, 1, 2));
    await c("async callback", () => s.callBack(async (a) => { await wait(10); return [a]; }, { z: 1 }));
    await c("callback throws", () => s.failing(() => { throw new TypeError("cb boom"); }));
    await c("callback throws through", () => s.propagate(() => { throw new TypeError("cb boom 2"); }));
    await c("callback order", () => { const seen = []; return s.order((n) => { seen.push(n); return seen.join(); }); });
    await c("pass a local target", () => s.use(new Counter(50), 1));
    await c("local target back", async () => { const mine = new Counter(1); const back = await s.identity(mine); return [back === mine, back.constructor.name, await back.add(1), mine.value]; });
    await c("local function back", async () => { const mine = () => "mine"; const back = await s.identity(mine); return [back === mine, await back()]; });
    await c("stub back to its home", () => s.use(t, 1));
    await c("forward to a third", async () => { const u = await s.counter(1); const r = await o.drive(u); return [r, await u.value]; });
    await c("third returns a target of another", async () => { const u = await o.throughRoom("r1"); return [await u.add(1), await u.value]; });
    await c("pass the object stub", () => o.room(s));
    await c("RpcStub local", async () => { const u = new RpcStub(new Counter(3)); return [typeof u, await u.add(1), await u.value, typeof u.dup, u.constructor.name]; });
    await c("RpcStub of function", async () => { const u = new RpcStub((x) => x + 1); return [await u(1)]; });
    await c("RpcStub of object", async () => { const u = new RpcStub({ a: 1, f: () => 2 }); return [await u.a, await u.f()]; });
    await c("RpcStub of number", () => new RpcStub(5));
    await c("RpcStub passed", () => s.use(new RpcStub(new Counter(9)), 1));
    await c("same target twice", async () => { const m = new Counter(0); const [a, b] = await s.identity([m, m]); return [a === b, await a.add(1), await b.add(1)]; });
    await c("this in a callback", () => s.callBack(function () { return this === undefined ? "undefined" : this === null ? "null" : typeof this; }));
    await c("new RpcTarget", () => Object.keys(new RpcTarget()));
    return new Response("ok");
  },
};

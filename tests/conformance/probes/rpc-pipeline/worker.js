// Promise pipelining: calling a method of, or reading a property from, a result that is not there yet; and from one that is.
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

class Leaf extends RpcTarget { constructor(n) { super(); this.n = n; } hi(x) { log("hi", { x }); return "hi " + this.n + " " + x; } get prop() { return "prop"; } next() { return new Leaf(this.n + 1); } }
export class Room extends DurableObject {
  leaf(n) { log("leaf", { n }); return new Leaf(n); }
  async slowLeaf(n, ms) { log("slowLeaf", { n }); await wait(ms); log("slowLeaf done", { n }); return new Leaf(n); }
  data() { return { a: { b: [10, { c: 1 }] }, f: (x) => x + 1, leaf: new Leaf(5), text: "abc" }; }
  plain() { return { a: { b: 1 }, text: "abc", list: [1, 2] }; }
  text() { return "abc"; }
  number() { return 5; }
  nul() { return null; }
  undef() {}
  fn() { return (x) => "fn " + x; }
  boom() { throw new RangeError("boom"); }
  async lateBoom() { await wait(20); throw new RangeError("late boom"); }
  mark(x) { log("mark", { x }); return x; }
  take(v) { return show(v); }
  async takeLeaf(l) { return l.hi("taken"); }
}
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    await c("one round", () => s.leaf(1).hi("x"));
    await c("property", () => s.leaf(1).prop);
    await c("chain", () => s.leaf(1).next().next().hi("y"));
    await c("order", async () => { const p = s.slowLeaf(2, 50); const a = p.hi("a"); const m = s.mark("m"); const b = p.hi("b"); return [await m, await a, await b]; });
    await c("data a.b", () => s.data().a.b);
    await c("data a.b.1.c", () => s.data().a.b[1].c);
    await c("data f", () => s.data().f(1));
    await c("data leaf.hi", () => s.data().leaf.hi("z"));
    await c("plain a.b", () => s.plain().a.b);
    await c("plain text", () => s.plain().text);
    await c("plain text.length", () => s.plain().text.length);
    await c("plain list.1", () => s.plain().list[1]);
    await c("plain missing", () => s.plain().missing);
    await c("plain missing.x", () => s.plain().missing.x);
    await c("plain method", () => s.plain().text.toUpperCase());
    await c("text length", () => s.text().length);
    await c("text method", () => s.text().toUpperCase());
    await c("number prop", () => s.number().x);
    await c("null prop", () => s.nul().x);
    await c("undefined prop", () => s.undef().x);
    await c("call the result", () => s.fn()("q"));
    await c("call a text", () => s.text()("q"));
    await c("boom.x", () => s.boom().x);
    await c("boom.x()", () => s.boom().x());
    await c("lateBoom.x.y()", () => s.lateBoom().x.y());
    await c("after await, method", async () => { const p = s.leaf(3); const l = await p; return [await l.hi("1"), await p.hi("2")]; });
    await c("after await, data", async () => { const p = s.data(); const d = await p; return [await p.a.b, await p.f(1), await d.f(2), d.a.b[0]]; });
    await c("after await, plain", async () => { const p = s.plain(); await p; return [await p.a.b, await p.text]; });
    await c("promise as argument", async () => s.take(s.plain()));
    await c("promise of stub as argument", async () => s.takeLeaf(s.leaf(4)));
    await c("property as argument", async () => s.take(s.plain().a));
    await c("types", async () => { const p = s.leaf(1); const r = [typeof p, p.constructor.name, p instanceof Promise, Object.prototype.toString.call(p), typeof p.hi, p.hi.constructor.name, typeof p.then, typeof p.catch, typeof p.finally, typeof p[Symbol.dispose], typeof p.hi.x.y]; await p; return r; });
    await c("then twice", async () => { const p = s.mark("t"); const a = await p, b = await p; return [a, b]; });
    await c("same object twice", async () => { const p = s.plain(); return (await p) === (await p); });
    await c("all", () => Promise.all([s.leaf(1).hi(1), s.leaf(2).hi(2)]));
    await c("local stub pipeline", async () => { const t = new RpcStub(new Leaf(9)); return [await t.next().hi("L")]; });
    await c("unawaited call runs", async () => { s.mark("unawaited"); await wait(20); });
    await c("unawaited property does not matter", async () => { s.leaf; s.leaf(1).prop; await wait(20); });
    return new Response("ok");
  },
};

// RPC with odd arguments: depth, cycles, shared and sparse things, getters, symbols, class instances, iterators, buffers and views, many and missing ones.
import { DurableObject, RpcTarget } from "cloudflare:workers";
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
class Point { constructor(x) { this.x = x; } get y() { return 1; } }
class Mine extends Error { name = "Mine"; extra = { a: 1 }; }
export class Room extends DurableObject {
  echo(x) { return x; }
  kinds(...a) { return a.map((x) => x === null ? "null" : typeof x === "object" ? x.constructor?.name : typeof x); }
  same(a, b) { return [a === b, a?.x === a?.y]; }
  mutate(o) { o.n = 2; o.list?.push(3); return o; }
  depth(o) { let n = 0; while (o) { o = o.a; n++; } return n; }
  shape(v) { return { n: v.byteLength, off: v.byteOffset, buf: v.buffer.byteLength, kind: v.constructor.name, resizable: v.buffer.resizable }; }
  sparse(a) { return [a.length, 1 in a, Object.keys(a)]; }
  count() { return arguments.length; }
  err(e) { return [e.constructor.name, e.name, e.message, e.extra ?? null, e.cause === undefined ? null : show(e.cause), e.errors?.length ?? null, typeof e.stack]; }
  async callAll(fs) { return Promise.all(fs.map((f) => f())); }
  async callIn(o) { return [await o.f(1), await o.deep.g(2), Object.keys(o)]; }
  async inMap(m) { return [m.constructor.name, await m.get("f")()]; }
  returnsNothing() {}
  returnsThis() { return this; }
  returnsEnv() { return this.env; }
  returnsCtx() { return this.ctx.id; }
  returnsStub() { return this.env.ROOM.getByName("other"); }
  name() { return this.ctx.id.name; }
  returnsClass() { return Point; }
  returnsSymbol() { return Symbol("s"); }
  returnsMap() { return new Map([["f", () => "called"], ["t", new (class T extends RpcTarget { hi() { return "hi"; } })()]]); }
  returnsTwice() { const f = () => 1; return [f, f]; }
  returnsGenerator() { return (function* () { yield 1; })(); }
  returnsIterator() { return [1, 2].values(); }
  returnsRegExp() { return /a/gi; }
  returnsPoint() { return new Point(1); }
  returnsArgs() { return arguments; }
  returnsArray() { class List extends Array {} return List.from([1, 2]); }
  returnsDate() { return [new Date(NaN), new Date(5)]; }
  returnsBuffers() { const b = new ArrayBuffer(8); return [new Uint8Array(b, 2, 2), new Uint8Array(b), b, new DataView(b, 4), new Float64Array(1), new BigUint64Array([1n])]; }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    const values = { undefined: undefined, "minus zero": -0, nan: NaN, bigint: 2n ** 70n, "lone surrogate": "a\ud800", "long text": "x".repeat(100000).length, "empty object": {}, nested: { a: [{ b: null }] }, boxed: [new Number(1), new String("s")], date: new Date(5), regexp: /x/y, map: new Map([[{ k: 1 }, new Set([1])]]), error: new Mine("m"), cause: new Error("e", { cause: new TypeError("c") }), frozen: Object.freeze({ a: 1 }), symbolKey: { [Symbol("k")]: 1, a: 1 }, getter: { get a() { return 1; } }, hidden: Object.defineProperty({ a: 1 }, "h", { value: 2 }), proto: { __proto__: { inherited: 1 }, own: 1 }, nullProto: Object.assign(Object.create(null), { a: 1 }), ownProto: JSON.parse('{"__proto__": {"x": 1}, "a": 1}'), point: new Point(1), iterator: [1].values(), generator: (function* () {})(), asyncGen: (async function* () {})(), promise: Promise.resolve(1), rejected: { p: 1 }, weak: new WeakMap(), symbol: Symbol("s"), class: Point, proxy: new Proxy({ a: 1 }, {}), arrayProps: Object.assign([1], { x: 1 }), typed: new Float32Array([1.5]), url: new URL("http://x"), params: new URLSearchParams("a=1"), headers: new Headers({ a: "1" }), blob: new Blob(["x"]), event: new Event("x"), controller: new AbortController(), intl: new Intl.NumberFormat(), json: JSON, global: globalThis, env, fetcher: room, id: env.ROOM.idFromName("x"), ns: env.ROOM, text: new TextEncoder(), key: crypto.subtle, cycle: (() => { const a = {}; a.a = a; return a; })(), dom: new DOMException("d", "AbortError"), args: (function () { return arguments; })(1, 2), toJSON: { toJSON: () => 5 } };
    for (const [k, v] of Object.entries(values)) await ask("echo " + k, async () => { const r = await room.echo(v); if (k === "cycle") return r.a === r; if (typeof r === "function" || k === "fetcher") return [typeof r, r.constructor.name]; if (k === "cause") return [r, r.cause]; return r; });
    await ask("kinds", () => room.kinds(1, "a", null, undefined, {}, [], () => 1, new Date(), new Map(), new Point(1).x, new Uint8Array(1), new Error("e"), 5n, true, room));
    await ask("shared", async () => { const o = {}; return [await room.same(o, o), await room.same({ x: o, y: o })]; });
    await ask("mutate", async () => { const o = { n: 1, list: [1] }; const r = await room.mutate(o); return [o, r, o === r]; });
    await ask("changed after the call", async () => { const o = { n: 1 }; const p = room.echo(o); o.n = 9; return p; });
    await ask("buffer changed after", async () => { const u = new Uint8Array([1]); const p = room.echo(u); u[0] = 9; return p; });
    for (const n of [100, 1000]) await ask("depth " + n, () => { let a = null; for (let i = 0; i < n; i++) a = { a }; return room.depth(a); });
    await ask("views", async () => { const b = new ArrayBuffer(8); return [await room.shape(new Uint8Array(b, 2, 3)), await room.shape(new Uint8Array(new ArrayBuffer(2, { maxByteLength: 8 }))), b.byteLength]; });
    await ask("sparse", () => room.sparse([1, , 3]));
    await ask("many arguments", () => room.count(...Array(1000).keys()));
    await ask("trailing undefined", () => room.count(1, undefined, undefined));
    await ask("errors", async () => [await room.err(new Mine("m")), await room.err(new AggregateError([1, 2], "agg")), await room.err(new RangeError("r", { cause: "why" })), await room.err(new DOMException("d", "AbortError"))]);
    await ask("functions in a list", () => room.callAll([() => 1, async () => 2, () => "three"]));
    await ask("functions in an object", () => room.callIn({ f: (x) => x + 1, deep: { g: async (x) => x * 2 } }));
    await ask("function in a map", () => room.inMap(new Map([["f", () => "from a map"]])));
    await ask("method of an object", () => room.callIn({ n: 5, f() { return typeof this; }, deep: { g() { return this === undefined; } } }));
    for (const m of ["Nothing", "This", "Env", "Ctx", "Class", "Symbol", "Generator", "Iterator", "RegExp", "Point", "Args", "Array", "Date", "Buffers"]) await ask("returns " + m, async () => { const r = await room["returns" + m](); return Array.isArray(r) ? [r.constructor.name, r.map(show)] : r; });
    await ask("returns stub", async () => { const r = await room.returnsStub(); return [r.constructor.name, await r.name()]; });
    await ask("returns stub, pipelined", () => room.returnsStub().name());
    await ask("returns map", async () => { const m = await room.returnsMap(); return [m.constructor.name, [...m.keys()], await m.get("f")(), await m.get("t").hi()]; });
    await ask("returns twice", async () => { const [a, b] = await room.returnsTwice(); return [a === b, await a(), await b()]; });
    return new Response("done");
  },
};

// structuredClone: kinds of values, cycles, transfer, errors; JSON of the same; and V8's words for common mistakes.
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
export class Room {
  async fetch() {
    const C = structuredClone;
    await ask("primitives", () => [undefined, null, -0, NaN, 5n, "x", true].map((v) => C(v)));
    await ask("boxed", () => [C(new Number(5)), C(new String("s")), C(Object(1n)), C(new Boolean(false))].map((v) => [typeof v, Object.prototype.toString.call(v), String(v)]));
    await ask("kinds", () => C({ d: new Date(5), bad: new Date(NaN), r: /a/gi, m: new Map([[{}, [1]]]), s: new Set([1, "a"]), a: [1, , 3], u: new Uint8Array([1, 2]), b: new ArrayBuffer(2), v: new DataView(new ArrayBuffer(3), 1), f: new Float64Array([1.5]), big: new BigInt64Array([1n]) }));
    await ask("holes", () => { const a = C([1, , 3]); return [1 in a, a.length, C(Object.assign([1], { x: 2 })).x]; });
    await ask("regexp lastIndex", () => { const r = /a/g; r.lastIndex = 3; return C(r).lastIndex; });
    await ask("cycles", () => { const a = { list: [] }; a.self = a; a.list.push(a); const b = C(a); return [b.self === b, b.list[0] === b, b !== a]; });
    await ask("shared", () => { const x = {}; const [a, b] = C([x, x]); const buf = new ArrayBuffer(4); const v = C([new Uint8Array(buf), new Uint8Array(buf, 2)]); return [a === b, v[0].buffer === v[1].buffer, v[1].byteOffset]; });
    await ask("classes", () => { class P { a = 1; get g() { return 2; } m() {} #p = 3; } const c = C(new P()); return [c.constructor.name, c.a, c.g, Object.keys(C(Object.create({ in: 1 }, { x: { value: 1, enumerable: true }, hid: { value: 2 } })))]; });
    await ask("getters", () => { let n = 0; const c = C({ get a() { return ++n; } }); return [c.a, c.a, n]; });
    await ask("getter throws", () => C({ get a() { throw new RangeError("getter"); } }));
    await ask("symbols keys", () => Object.getOwnPropertySymbols(C({ [Symbol("s")]: 1, a: 2 })).length);
    await ask("null proto", () => Object.getPrototypeOf(C(Object.assign(Object.create(null), { a: 1 }))) === Object.prototype);
    await ask("frozen", () => Object.isFrozen(C(Object.freeze({ a: 1 }))));
    await ask("arguments", () => (function () { return Object.prototype.toString.call(C(arguments)); })(1));
    await ask("errors", () => { const e = new TypeError("t", { cause: { c: 1 } }); e.own = 1; const c = C(e); return [c, c.cause, c.own, c instanceof TypeError, C(new (class Mine extends Error { name = "Mine"; })("m")), C(new AggregateError([new Error("i")], "agg")).errors, C(Object.assign(new Error("x"), { name: "RangeError" })), C(Object.assign(new Error("x"), { name: "Odd" }))]; });
    await ask("dom exception", () => { const c = C(new DOMException("m", "AbortError")); return [c.name, c.message, c.code, c instanceof DOMException]; });
    for (const [k, v] of Object.entries({ function: () => 1, symbol: Symbol("q"), promise: Promise.resolve(), weak: new WeakSet(), weakref: new WeakRef({}), proxy: new Proxy({}, {}), nested: { a: [() => 1] }, class: class A {}, generator: (function* () {})(), iterator: [].values(), global: globalThis, event: new Event("x"), finalization: new FinalizationRegistry(() => {}), intl: new Intl.NumberFormat(), map: new Map([[1, () => 2]]), async: async () => 1 }))
      await ask("refused " + k, () => C(v));
    await ask("none", () => C());
    await ask("transfer", () => { const b = new ArrayBuffer(4); const u = new Uint8Array(b); u[0] = 7; const c = C({ b, u }, { transfer: [b] }); return [b.byteLength, u.length, c.b.byteLength, c.u[0], c.u.buffer === c.b, b.detached]; });
    await ask("transfer view", () => C(1, { transfer: [new Uint8Array(1)] }));
    await ask("transfer twice", () => { const b = new ArrayBuffer(1); return C(b, { transfer: [b, b] }).byteLength; });
    await ask("transfer used", () => { const b = new ArrayBuffer(1); C(b, { transfer: [b] }); return C(b); });
    await ask("transfer object", () => C({}, { transfer: [{}] }));
    await ask("transfer stream", () => { const s = new ReadableStream(); return String(C(s, { transfer: [s] })); });
    await ask("transfer null", () => C(1, { transfer: null }));
    await ask("options null", () => [C(1, null), C(2, undefined), C(3, {})]);
    await ask("buffer transfer()", () => { const b = new ArrayBuffer(2); const c = b.transfer(4); return [b.byteLength, c.byteLength, new ArrayBuffer(1, { maxByteLength: 4 }).resizable]; });
    await ask("resizable", () => { const b = new ArrayBuffer(1, { maxByteLength: 4 }); const c = C(b); return [c.resizable, c.maxByteLength]; });
    await ask("deep", () => { let a = null; for (let i = 0; i < 500; i++) a = { a }; let n = 0; for (let c = C(a); c; c = c.a) n++; return n; });
    const J = JSON.stringify;
    await ask("json", () => [J({ d: new Date(0), m: new Map([[1, 2]]), u: undefined, f() {}, n: NaN, z: -0, r: /a/, e: new Error("x"), b: new Uint8Array([1]), s: Symbol("x"), nested: [undefined, () => 1] }), J(undefined), J("\ud800"), J({ toJSON: () => 5 }), J({ a: 1, b: [1] }, null, 2), J({ a: 1, b: 2 }, ["b"]), J([1], (k, v) => (k ? v + 1 : v))]);
    await ask("json bigint", () => J({ a: 1n }));
    await ask("json cycle", () => { const a = { b: {} }; a.b.c = a; return J(a); });
    for (const t of ["", "{", "{a:1}", "[1,]", "nul", '{"a":1}}', "undefined", "'x'", '"\n"', "01"]) await ask("parse " + J(t), () => JSON.parse(t));
    await ask("parse odd", () => [JSON.parse('{"__proto__":1}'), JSON.parse('{"a":1,"a":2}'), JSON.parse(" 1 "), JSON.parse("1e400"), JSON.parse(null)]);
    const o = {}, n = null, u = undefined;
    const mistakes = { "undefined prop": () => u.x, "null prop": () => n.x, "call undefined": () => o.f(), "call deep": () => o.a.b(), "not a function": () => { const x = 5; x(); }, "not iterable": () => { const [a] = {}; return a; }, "spread": () => [...5], "const": () => { const k = 1; k = 2; }, "undeclared": () => nope, "tdz": () => { q; let q = 1; }, "frozen": () => { "use strict"; Object.freeze(o).x = 1; }, "new": () => new (() => 1)(), "length": () => new Array(-1), "bigint mix": () => 1n + 1, "bigint parse": () => BigInt("x"), "instanceof": () => 1 instanceof 2, "in": () => "a" in 5, "date": () => new Date(NaN).toISOString(), "repeat": () => "x".repeat(-1), "regexp": () => new RegExp("("), "destructure": () => { const { a } = null; return a; }, "class call": () => (class A {})(), "super": () => new (class extends null {})(), "private": () => { class A { #p; static t(x) { return x.#p; } } return A.t({}); }, "stack": () => { const f = () => f() + 1; return f(); }, "reduce": () => [].reduce((a) => a), "fixed": () => (1).toFixed(101), "symbol": () => `${Symbol("a")}`, "eval": () => eval("1"), "Function": () => new Function("return 1")(), "proxy": () => new Proxy({}, null), "set": () => Set(), "iter": () => new Map([1]), "detached": () => { const b = new ArrayBuffer(1); b.transfer(); new Uint8Array(b); } };
    for (const [k, f] of Object.entries(mistakes)) await ask("mistake " + k, f);
    return new Response("done");
  }
}

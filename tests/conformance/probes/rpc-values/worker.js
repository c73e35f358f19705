// RPC arguments and results: which values cross, as what, and what refuses; the value of a method without a result.
import { DurableObject, RpcTarget } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e), kind: e?.constructor?.name, keys: Object.keys(e ?? {}).filter((k) => k !== "stack") });
const show = (v, depth = 0) => {
  if (depth > 6) return "<deep>";
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + " " + v?.constructor?.name + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v).filter((k) => k !== "stack")] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k, depth + 1), show(x, depth + 1)]) };
  if (v instanceof Set) return { "<Set>": [...v].map((x) => show(x, depth + 1)) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [v.byteOffset, v.buffer.byteLength, ...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (v instanceof Headers) return { "<Headers>": [...v] };
  if (Array.isArray(v)) return Array.from(v, (x) => show(x, depth + 1));
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : p ? {} : { "<class>": null };
  for (const k of Object.keys(v)) o[k] = show(v[k], depth + 1);
  return o;
};
class Point { constructor() { this.x = 1; } get y() { return 2; } }
class Target extends RpcTarget { hi() { return "hi"; } }

export class Room extends DurableObject {
  echo(v) { return v; }
  async echoLater(v) { return v; }
  count(...args) { return args.length; }
  seen(v) { return show(v); }
  nothing() {}
  nul() { return null; }
  same(v) { return [v.a === v.b, Object.isFrozen(v), v.self === v]; }
  make(what) { return makers[what](); }
}
const cyclic = () => { const o = { n: 1 }; o.self = o; return o; };
const shared = () => { const a = { n: 1 }; return { a, b: a }; };
const makers = {
  undefined: () => undefined, null: () => null, text: () => "t\u00e9\u{1f600}", lone: () => "\ud800x", nan: () => NaN, minus0: () => -0, big: () => 12345678901234567890n,
  date: () => new Date(0), invalidDate: () => new Date(NaN), regexp: () => /a+/gi, boxed: () => Object(3),
  array: () => [1, , 3], props: () => Object.assign([1], { extra: 2 }), nested: () => ({ a: { b: [1, { c: null }] }, u: undefined }),
  map: () => new Map([[{ k: 1 }, new Set(["x"])]]), buffer: () => new Uint8Array([1, 2, 3]).buffer, view: () => new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3),
  dataView: () => new DataView(new ArrayBuffer(4), 1, 2), floats: () => new Float64Array([1]),
  nullProto: () => Object.assign(Object.create(null), { a: 1 }), getter: () => ({ get a() { return 5; } }), symbolKey: () => ({ [Symbol("s")]: 1, a: 2 }),
  cyclic, shared, frozen: () => Object.freeze({ a: 1 }),
  error: () => new TypeError("te", { cause: "c" }), errorInside: () => ({ e: Object.assign(new RangeError("re"), { code: 7, list: [1] }) }),
  customError: () => { class MyError extends Error { constructor(m) { super(m); this.name = "MyError"; this.extra = 1; } } return new MyError("mine"); },
  domException: () => new DOMException("dom", "AbortError"),
  headers: () => new Headers([["a", "1"], ["b", "2"]]), url: () => new URL("http://x/"), params: () => new URLSearchParams("a=1"),
  blob: () => new Blob(["x"]), point: () => new Point(), symbol: () => Symbol("s"), promise: () => Promise.resolve(5), promiseInside: () => ({ p: Promise.resolve(5) }),
  weakMap: () => new WeakMap(), generator: () => (function* () { yield 1; })(), proxy: () => new Proxy({ a: 1 }, {}), date2: () => class extends Date {},
  targetInside: () => ({ t: new Target() }), functionInside: () => ({ f: () => 1 }), mapOfFunction: () => new Map([["f", () => 1]]), arrow: () => () => 1, klass: () => class A {},
  abortSignal: () => new AbortController().signal, event: () => new Event("x"), response: () => new Response("body", { status: 201, headers: { a: "1" } }),
  request: () => new Request("http://x/y", { method: "POST", body: "b" }), arguments: (function () { return () => arguments; })(1, 2),
  id: () => ids.id, stub: () => ids.stub, namespace: () => ids.ns,
};
const ids = {};
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    ids.id = s.id; ids.stub = s; ids.ns = env.ROOM;
    for (const what of Object.keys(makers)) {
      try { log("arg " + what, { r: await s.seen(makers[what]()) }); } catch (e) { log("arg " + what, { error: err(e) }); }
      try { log("result " + what, { r: show(await s.make(what)) }); } catch (e) { log("result " + what, { error: err(e) }); }
    }
    log("same", { shared: await s.same(shared()), cyclic: await s.same(cyclic()) });
    log("count", { r: [await s.count(), await s.count(undefined), await s.count(1, undefined, 3)] });
    log("later", { r: show(await s.echoLater({ a: new Map() })), nothing: show(await s.nothing()), nul: await s.nul() });
    const sent = { a: 1 }; const p = s.echo(sent); sent.a = 2; log("copied at the call", { r: (await p).a });
    return new Response("ok");
  },
};

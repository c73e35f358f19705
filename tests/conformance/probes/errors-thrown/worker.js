// What a caller sees of odd things thrown: null, texts, objects, DOMExceptions, causes, aggregates, subclasses; from fetch, RPC and the stubless Worker.
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
class AppError extends Error { constructor(m, o) { super(m, o); this.name = "AppError"; this.status = 409; } get computed() { return 1; } }
class Plain extends Error {}
const things = {
  null: () => null, undefined: () => undefined, number: () => 5, text: () => "text", empty: () => "", object: () => ({ message: "obj", code: 1 }), array: () => [1, 2], symbol: () => Symbol("s"), bigint: () => 5n, function: () => () => 1,
  error: () => new Error("plain"), noMessage: () => new Error(), cause: () => new Error("outer", { cause: new TypeError("inner") }), causeText: () => new Error("outer", { cause: "why" }), aggregate: () => new AggregateError([new RangeError("one"), "two"], "many"),
  app: () => new AppError("app", { cause: 1 }), plainSub: () => new Plain("sub"), dom: () => new DOMException("dom", "NotFoundError"), domOwn: () => new DOMException("own", "OwnName"), renamed: () => Object.assign(new Error("renamed"), { name: "Renamed" }),
  status: () => Object.assign(new Error("with status"), { status: 404, headers: { a: 1 } }), func: () => Object.assign(new Error("with function"), { f: () => 1 }), retryable: () => Object.assign(new Error("mine"), { retryable: true, overloaded: true }), remote: () => Object.assign(new Error("mine"), { remote: false }),
  response: () => new Response("thrown", { status: 403 }), promise: () => Promise.resolve(1), messageNumber: () => Object.assign(new Error("x"), { message: 5 }), nameNull: () => Object.assign(new Error("x"), { name: null }), getter: () => Object.defineProperty(new Error("g"), "extra", { get() { throw new Error("in getter"); }, enumerable: true }),
  syntax: () => { try { JSON.parse("{"); } catch (e) { return e; } }, type: () => { try { null.x; } catch (e) { return e; } }, long: () => new Error("x".repeat(300)), lines: () => new Error("a\nb"), umlaut: () => new RangeError("ü😀"), frozen: () => Object.freeze(new Error("frozen")), stackless: () => { const e = new Error("stackless"); delete e.stack; return e; }, abort: () => AbortSignal.abort().reason, noProto: () => Object.setPrototypeOf(new Error("np"), null),
};
const look = (e) => e === null || typeof e !== "object" ? { thrown: show(e) } : { ...err(e), own: Object.keys(e).filter((k) => k !== "durableObjectId"), cause: "cause" in e ? show(e.cause) : "none", errors: e.errors && show(e.errors), code: show(e.code), status: show(e.status), error: e instanceof Error, first: typeof e.stack === "string" ? e.stack.split("\n")[0] : show(e.stack) };
export class Room extends DurableObject {
  async fetch(request) { throw things[new URL(request.url).pathname.slice(1)](); }
  rpc(name) { throw things[name](); }
  async later(name) { await wait(1); throw things[name](); }
  give(name) { return things[name](); }
  takes(e) { return [e?.constructor?.name, e instanceof Error, e?.name, e?.message, e?.cause === undefined ? "no cause" : show(e.cause), Object.keys(e ?? {})]; }
  async through(name) { try { await this.env.ROOM.getByName("r2").rpc(name); } catch (e) { throw e; } }
  async wrapped(name) { try { await this.env.ROOM.getByName("r2").rpc(name); } catch (e) { throw new Error("wrapped", { cause: e }); } }
}
export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname.slice(1);
    if (path) throw things[path]();
    const room = env.ROOM.getByName("r1");
    const caught = async (f) => { try { return { value: show(await f()) }; } catch (e) { return look(e); } };
    for (const name of Object.keys(things)) {
      log(name, { fetch: await caught(() => room.fetch("http://x/" + name)), rpc: await caught(() => room.rpc(name)), later: await caught(() => room.later(name)).then((l) => l.message) });
    }
    for (const name of ["cause", "app", "dom", "aggregate", "retryable", "text", "status"]) log("more " + name, { through: await caught(() => room.through(name)), wrapped: await caught(() => room.wrapped(name)), given: await caught(async () => look(await room.give(name))), taken: await caught(() => room.takes(things[name]())) });
    return new Response("done");
  },
};

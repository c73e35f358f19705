// Errors over RPC: what the caller sees of each kind of thrown value; own properties, cause, stack; rejected promises; results that cannot be cloned.
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

class Custom extends Error { constructor(m) { super(m); this.name = "Custom"; this.code = 42; } }
class Quiet extends TypeError {}
const throwers = {
  error: () => { throw new Error("plain"); },
  type: () => { throw new TypeError("type"); }, range: () => { throw new RangeError("range"); }, syntax: () => { throw new SyntaxError("syntax"); },
  reference: () => { throw new ReferenceError("reference"); }, uri: () => { throw new URIError("uri"); }, evalError: () => { throw new EvalError("eval"); },
  aggregate: () => { throw new AggregateError([new Error("one")], "aggregate"); },
  custom: () => { throw new Custom("custom"); }, quiet: () => { throw new Quiet("quiet"); }, dom: () => { throw new DOMException("dom", "NotFoundError"); },
  renamed: () => { const e = new Error("renamed"); e.name = "Renamed"; throw e; }, emptyName: () => { const e = new Error("n"); e.name = ""; throw e; }, noMessage: () => { throw new Error(); },
  props: () => { throw Object.assign(new Error("props"), { code: "E1", nested: { a: [1] }, date: new Date(0), fn: undefined }); },
  fnProp: () => { throw Object.assign(new Error("fn prop"), { f: () => 1 }); },
  badProp: () => { throw Object.assign(new Error("bad prop"), { p: Promise.resolve(1) }); },
  flags: () => { throw Object.assign(new Error("flags"), { remote: "no", retryable: "yes", overloaded: 0, durableObjectReset: true, durableObjectId: "x" }); },
  cause: () => { throw new Error("outer", { cause: new RangeError("inner") }); }, causeText: () => { throw new Error("outer", { cause: "text" }); },
  string: () => { throw "text"; }, number: () => { throw 5; }, nul: () => { throw null; }, undef: () => { throw undefined; }, object: () => { throw { a: 1 }; }, objectWithMessage: () => { throw { name: "N", message: "m" }; },
  fn: () => { throw () => 1; }, symbol: () => { throw Symbol("s"); },
  rejected: () => Promise.reject(new RangeError("rejected")), rejectedLate: async () => { await wait(10); throw new RangeError("late"); }, thenable: () => ({ then(ok) { ok(5); } }), thenableRejects: () => ({ then(ok, no) { no(new Error("thenable")); } }),
  multi: () => { throw new Error("first\nsecond"); }, prefix: () => { throw new Error("TypeError: inside"); }, remoteText: () => { throw new Error("remote.x; jsg.Error: y"); },
};
export class Room extends DurableObject {
  run(what) { return throwers[what](); }
  stackOf() { throw new Error("with stack"); }
  async relay(what) { return await this.env.ROOM.get(this.env.ROOM.idFromName("r2")).run(what); }
  async fetch(req) { return throwers[new URL(req.url).pathname.slice(1)](); }
}
const value = (v) => (v instanceof Error ? { name: v.name, message: v.message, kind: v.constructor.name } : v instanceof Date ? "<Date " + +v + ">" : typeof v === "function" ? "<function " + v.constructor.name + ">" : v === undefined ? "<undefined>" : v);
const all = (e) => {
  if (!(e instanceof Error)) return { notError: show(typeof e === "object" ? { ...e, ...(e.durableObjectId ? { durableObjectId: typeof e.durableObjectId } : {}) } : e) };
  const o = { name: e.name, message: e.message, kind: e.constructor.name, ownName: Object.hasOwn(e, "name"), props: {} };
  for (const k of Object.keys(e)) if (k !== "stack") o.props[k] = k === "durableObjectId" ? typeof e[k] + " " + String(e[k]).length : value(e[k]);
  if ("cause" in e) o.cause = value(e.cause);
  if (e.errors) o.errors = e.errors.map(value);
  return o;
};
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    for (const what of Object.keys(throwers)) {
      try { log(what, { r: show(await s.run(what)) }); } catch (e) { log(what, { e: all(e) }); }
    }
    for (const what of ["error", "custom", "props", "string", "cause", "dom"]) {
      try { log("relayed " + what, { r: show(await s.relay(what)) }); } catch (e) { log("relayed " + what, { e: all(e) }); }
      try { log("fetch " + what, { r: show(await s.fetch("http://x/" + what)) }); } catch (e) { log("fetch " + what, { e: all(e) }); }
    }
    try { await s.stackOf(); } catch (e) {
      log("stack", { type: typeof e.stack, first: String(e.stack).split("\n")[0], method: /stackOf/.test(e.stack), own: Object.hasOwn(e, "stack"), enumerable: Object.getOwnPropertyDescriptor(e, "stack")?.enumerable === true });
    }
    const p = s.run("type"); p.catch((e) => log("catch()", { name: e.name }));
    await p.then(() => log("no"), (e) => log("then()", { name: e.name }));
    await p.finally(() => log("finally()")).catch(() => {});
    log("same error twice", { r: (await p.catch((e) => e)) === (await p.catch((e) => e)) });
    return new Response("ok");
  },
};

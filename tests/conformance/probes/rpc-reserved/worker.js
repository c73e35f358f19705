// Which names of an object can be called over RPC: methods, inherited ones, getters, instance fields, private and reserved names.
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

class Base extends DurableObject { inherited() { return "inherited"; } }
export class Room extends Base {
  field = 5;
  arrow = () => "arrow";
  #secret() { return 1; }
  constructor(ctx, env) { super(ctx, env); this.own = () => "own"; }
  plain() { return "plain"; }
  async later() { return "later"; }
  get getter() { return "got"; }
  get fn() { return () => "from getter"; }
  get obj() { return { a: { b: 1 }, f: (x) => x + 1 }; }
  get bad() { throw new RangeError("bad getter"); }
  static st() { return "static"; }
  _under() { return "under"; }
  ["with space"]() { return "space"; }
  ["5"]() { return "five"; }
  fetch(req) { return new Response("fetched"); }
  alarm() { return "alarm"; }
  webSocketMessage() { return "wsm"; }
  webSocketClose() { return "wsc"; }
  webSocketError() { return "wse"; }
  connect() { return "connect"; }
  dup() { return "dup"; }
  then2() { return "then2"; }
  scheduled() { return "scheduled"; }
  queue() { return "queue"; }
  tail() { return "tail"; }
  trace() { return "trace"; }
  tailStream() { return "tailStream"; }
  test() { return "test"; }
  email() { return "email"; }
  toString() { return "ts"; }
  valueOf() { return "vo"; }
  toJSON() { return "tj"; }
  id() { return "id"; }
  name() { return "name"; }
  hasOwnProperty() { return "hop"; }
  catch() { return "catch"; }
  finally() { return "finally"; }
  retryable() { return "retryable"; }
}
Room.prototype.number = 7;
Room.prototype.late = function () { return "late"; };
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    for (const n of ["plain", "later", "inherited", "late", "_under", "with space", "5", "getter", "fn", "obj", "bad", "number", "field", "arrow", "own", "#secret", "st", "ctx", "env", "constructor", "nothing",
      "alarm", "webSocketMessage", "webSocketClose", "webSocketError", "connect", "dup", "then2", "scheduled", "queue", "tail", "trace", "tailStream", "test", "email", "toString", "valueOf", "toJSON", "hasOwnProperty", "isPrototypeOf", "catch", "finally", "retryable", "__proto__", "prototype", "__defineGetter__"]) {
      await c("call " + n, () => s[n]());
      if (!["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "__defineGetter__"].includes(n)) await c("get " + n, () => s[n]);
    }
    await c("get obj.a", () => s.obj.a);
    await c("get obj.a.b", () => s.obj.a.b);
    await c("get obj.x.y", () => s.obj.x.y);
    await c("call obj.f", () => s.obj.f(1));
    await c("call plain.x", () => s.plain.x());
    await c("fetch", async () => (await s.fetch("http://x/")).text());
    await c("types", () => [typeof s, typeof s.plain, typeof s.nothing, typeof s.then, typeof s.fetch, typeof s.id, typeof s.name, typeof s.catch, typeof s[Symbol.iterator], typeof s.toString, typeof s.constructor]);
    await c("stub tags", () => [s.constructor.name, Object.prototype.toString.call(s), Object.prototype.toString.call(s.plain), s.plain.constructor.name, s instanceof RpcStub, "plain" in s, Object.keys(s).join()]);
    await c("property as value", async () => { const f = s.plain; return [await f(), await f.call(null), await f.apply(undefined, []), f === s.plain]; });
    await c("destructured", async () => { const { plain } = s; return plain(); });
    await c("new", () => new s.plain());
    await c("set", () => { s.plain = 5; return typeof s.plain; });
    await c("symbol", () => s[Symbol("x")]);
    await c("stub json", () => JSON.stringify({ n: s.name }));
    return new Response("ok");
  },
};

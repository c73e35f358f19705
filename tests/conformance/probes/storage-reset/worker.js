// What is kept when an object is reset: each kind of write, followed by abort at once, after sync, after a timer, in a failing block, or by a deferred violation.
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
const writes = {
  put: (s) => s.put("a", 2), unawaited: (s) => { s.put("a", 2); }, unconfirmed: (s) => s.put("a", 2, { allowUnconfirmed: true }), kv: (s) => s.kv.put("a", 2), sql: (s) => { s.sql.exec("UPDATE t SET x = 2"); }, create: (s) => { s.sql.exec("CREATE TABLE u (x)"); },
  delete: (s) => s.delete("a"), many: (s) => s.put({ a: 2, b: 2 }), setAlarm: (s) => s.setAlarm(Date.now() + 90000), deleteAlarm: (s) => s.deleteAlarm(), deleteAll: (s) => s.deleteAll(), deleteAllUnawaited: (s) => { s.deleteAll(); },
  transaction: (s) => s.transaction(async (t) => { await t.put("a", 2); }), transactionSync: (s) => s.transactionSync(() => { s.kv.put("a", 2); s.sql.exec("UPDATE t SET x = 2"); }), deleteAllThenPut: async (s) => { await s.deleteAll(); await s.put("a", 3); }, putThenDeleteAll: async (s) => { await s.put("b", 3); await s.deleteAll(); }, sqlThenDeleteAll: async (s) => { s.sql.exec("UPDATE t SET x = 5"); await s.deleteAll(); s.sql.exec("CREATE TABLE v (x)"); },
};
export class Room extends DurableObject {
  async fill() { const s = this.ctx.storage; await s.put("a", 1); s.sql.exec("CREATE TABLE IF NOT EXISTS t (x); DELETE FROM t; INSERT INTO t VALUES (1)"); await s.setAlarm(Date.now() + 60000); await s.sync(); }
  async look() { const s = this.ctx.storage; const tables = s.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('t', 'u', 'v') ORDER BY name").toArray().map((r) => r.name); const alarm = await s.getAlarm(); return [show(await s.get("a")), show(await s.get("b")), tables.join(), tables.includes("t") ? s.sql.exec("SELECT x FROM t").toArray().map((r) => r.x).join() : "-", alarm === null ? "no alarm" : alarm - Date.now() > 70000 ? "later alarm" : "alarm"]; }
  async run(what, how) {
    const s = this.ctx.storage;
    if (how === "block") return this.ctx.blockConcurrencyWhile(async () => { await writes[what](s); throw new Error("block"); });
    await writes[what](s);
    if (how === "sync") await s.sync();
    if (how === "timer") await wait(10);
    if (how === "get") { await s.get("zz"); await null; }
    if (how === "throw") throw new Error("only thrown");
    this.ctx.abort("reset");
  }
  alarm() {}
}
export default {
  async fetch(request, env) {
    for (const how of ["at once", "get", "sync", "timer", "block", "throw"]) for (const what of Object.keys(writes)) {
      const name = what + " " + how;
      await env.ROOM.getByName(name).fill();
      const e = await env.ROOM.getByName(name).run(what, how).then(() => "none", (x) => x.message);
      await ask(name, async () => [e, ...(await env.ROOM.getByName(name).look())]);
    }
    return new Response("done");
  },
};

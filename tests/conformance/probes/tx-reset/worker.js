// storage.transaction() commits what was written before it, and itself, whatever becomes of the object after: abort after, within and without it; what a socket gets of it.
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
const T = (s, v) => s.transaction(async (t) => { await t.put("a", v); });
const W = {
  "put, tx": async (s) => { await s.put("b", 2); await T(s, 2); },
  "unawaited put, tx": async (s) => { s.put("b", 2); await T(s, 2); },
  "tx, put": async (s) => { await T(s, 2); await s.put("b", 2); },
  "tx unawaited": (s) => { T(s, 2); },
  "tx unawaited, get": async (s) => { T(s, 2); await s.get("a"); },
  "tx thrown": async (s) => { await s.put("b", 2); await s.transaction(async (t) => { await t.put("a", 2); throw new Error("x"); }).catch(() => {}); },
  "tx rollback": async (s) => { await s.put("b", 2); await s.transaction(async (t) => { await t.put("a", 2); t.rollback(); }); },
  "tx empty": async (s) => { await s.put("b", 2); await s.transaction(async () => {}); },
  "tx read only": async (s) => { await s.put("b", 2); await s.transaction(async (t) => t.get("a")); },
  "tx nested": async (s) => { await s.transaction(async (t) => { await s.transaction(async (u) => { await u.put("a", 2); }); await t.put("b", 2); }); },
  "tx sync callback": async (s) => { await s.transaction((t) => { t.put("a", 2); }); },
  "abort in tx": async (s, ctx) => { await s.put("b", 2); await s.transaction(async (t) => { await t.put("a", 2); ctx.abort("in"); }); },
  "abort in tx after inner": async (s, ctx) => { await s.transaction(async (t) => { await s.transaction(async (u) => { await u.put("a", 2); }); ctx.abort("in"); }); },
  "transactionSync, put": async (s) => { s.transactionSync(() => { s.kv.put("a", 2); }); await s.put("b", 2); },
  "tx alarm": async (s) => { await s.transaction(async (t) => { await t.setAlarm(Date.now() + 90000); }); },
  "sql, tx": async (s) => { s.sql.exec("CREATE TABLE u (x)"); await T(s, 2); },
  "tx with sql": async (s) => { await s.transaction(async () => { s.sql.exec("CREATE TABLE u (x)"); }); },
  "tx, then throws": async (s) => { await T(s, 2); throw new Error("x"); },
  "delete all in sync tx": async (s) => { await s.put("b", 2); await s.deleteAll(); await T(s, 3); },
};
export class Room extends DurableObject {
  async fill() { const s = this.ctx.storage; await s.put("a", 1); await s.sync(); }
  async look() { const s = this.ctx.storage; return [show(await s.get("a")), show(await s.get("b")), s.sql.exec("SELECT name FROM sqlite_master WHERE name = 'u'").toArray().length, (await s.getAlarm()) !== null]; }
  async run(what) { await W[what](this.ctx.storage, this.ctx); this.ctx.abort("reset"); }
  alarm() {}
}
export class Sock extends DurableObject {
  fetch() { const [c, s] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(s); return new Response(null, { status: 101, webSocket: c }); }
  async webSocketMessage(ws, m) {
    const s = this.ctx.storage;
    ws.send("before");
    if (m === "tx") await s.transaction(async (t) => { await t.put("a", 1); ws.send("in"); });
    if (m === "tx without a write") await s.transaction(async (t) => { await t.get("a"); ws.send("in"); });
    if (m === "put, tx") { s.put("b", 1); ws.send("between"); await s.transaction(async (t) => { await t.put("a", 1); }); }
    if (m === "tx, put") { await T(s, 1); ws.send("mid"); s.put("b", 1); }
    if (m === "deleteAll") await s.deleteAll();
    if (m === "put") await s.put("a", 1);
    ws.send("after");
    this.ctx.abort("x");
  }
}
export default { async fetch(request, env) { if (request.headers.get("upgrade")) return env.SOCK.getByName(request.url).fetch(request); for (const what of Object.keys(W)) { await env.ROOM.getByName(what).fill(); const e = await env.ROOM.getByName(what).run(what).then(() => "none", (x) => x.message); await ask(what, async () => [e, ...(await env.ROOM.getByName(what).look())]); } return new Response("done"); } };

// What else runs meanwhile: a message, a request, a call and an alarm that come while a handler is inside a transaction, a block, a get, a fetch, a timer, each from two sockets.
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
export class Room extends DurableObject {
  async fetch(request) {
    if (request.headers.get("upgrade")) { const [c, s] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(s); return new Response(null, { status: 101, webSocket: c }); }
    log("request", { in: this.in ?? null }); return new Response("r " + (this.in ?? null));
  }
  call() { log("call", { in: this.in ?? null }); return this.in ?? null; }
  async webSocketMessage(ws, m) {
    const s = this.ctx.storage, other = this.env.OTHER.getByName("o");
    if (m === "probe") { log("message", { in: this.in ?? null }); return; }
    this.in = m; log("begin " + m);
    try {
      if (m === "transaction with timer") await s.transaction(async (t) => { await t.put("a", 1); await wait(200); await t.get("a"); });
      if (m === "transaction with fetch") await s.transaction(async (t) => { await t.put("a", 1); await (await other.fetch("http://x/200")).text(); });
      if (m === "block with timer") await this.ctx.blockConcurrencyWhile(() => wait(200));
      if (m === "block with call") await this.ctx.blockConcurrencyWhile(async () => { await other.slow(200); await s.put("b", 1); });
      if (m === "fetch") await (await other.fetch("http://x/200")).text();
      if (m === "call") await other.slow(200);
      if (m === "timer") await wait(200);
      if (m === "gets") for (let i = 0; i < 20; i++) await s.get("k" + i, { noCache: true });
      if (m === "sync") { s.put("c", 1); await s.sync(); }
      if (m === "alarm") { await s.setAlarm(Date.now()); await wait(200); }
      if (m === "alarm in block") { await s.setAlarm(Date.now()); await this.ctx.blockConcurrencyWhile(() => wait(200)); }
      if (m === "two transactions") { await Promise.all([s.transaction(async () => { log("t1"); await wait(20); log("t1 end"); }), s.transaction(async () => { log("t2"); await wait(10); log("t2 end"); })]); }
      if (m === "put beside a transaction") { const t = s.transaction(async (x) => { await wait(20); await x.put("p", 1); }); await s.put("p", 2); log("put done"); await t; log("p is", { p: await s.get("p") }); }
      if (m === "block in transaction") await s.transaction(async () => { await this.ctx.blockConcurrencyWhile(async () => { log("inner block"); await wait(5); }); });
      if (m === "transaction in block") await this.ctx.blockConcurrencyWhile(() => s.transaction(async (t) => { await t.put("z", 1); await wait(20); }));
      if (m === "call back") log("called back", { r: await other.back(this.ctx.id.name) });
    } catch (e) { log("failed", err(e)); }
    this.in = undefined; log("end " + m); ws.send("end " + m);
  }
  alarm() { log("alarm", { in: this.in ?? null }); }
}
export class Other extends DurableObject {
  async fetch(request) { await wait(Number(new URL(request.url).pathname.slice(1))); return new Response("x"); }
  async slow(ms) { await wait(ms); return ms; }
  async back(name) { return this.env.ROOM.getByName(name).call(); }
}
export default { async fetch(request, env) { if (request.url.endsWith("/call")) return new Response(String(await env.ROOM.getByName("r").call())); return env.ROOM.getByName("r").fetch(request); } };

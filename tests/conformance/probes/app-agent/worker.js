// An agent as frameworks build it: a base class with wrapped handlers, state kept and broadcast, a sql`` tag, schedules, callable methods over sockets.
import { DurableObject, env as moduleEnv } from "cloudflare:workers";
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
const callable = new Set();
class Agent extends DurableObject {
  initialState = {}; #state; #ready;
  static options = { hibernate: true };
  constructor(ctx, env) {
    super(ctx, env);
    this.sql`CREATE TABLE IF NOT EXISTS state (id TEXT PRIMARY KEY NOT NULL, state TEXT)`;
    this.sql`CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY, callback TEXT, payload TEXT, time INTEGER, cron TEXT, created_at INTEGER DEFAULT (unixepoch()))`;
    const own = this.onMessage.bind(this);
    this.onMessage = async (c, m) => { try { return await own(c, m); } catch (e) { return this.onError(c, e); } };
    this.#ready = ctx.blockConcurrencyWhile(async () => { try { await this.onStart(); } catch (e) { log("onStart failed", err(e)); throw e; } });
  }
  sql(strings, ...values) { const q = strings.reduce((a, s, i) => a + s + (i < values.length ? "?" : ""), ""); try { return [...this.ctx.storage.sql.exec(q, ...values)]; } catch (e) { throw Object.assign(new Error("SQL: " + e.message, { cause: e }), { query: q }); } }
  get state() { if (this.#state !== undefined) return this.#state; const [row] = this.sql`SELECT state FROM state WHERE id = ${"s"}`; if (row) return (this.#state = JSON.parse(row.state)); this.setState(this.initialState); return this.#state; }
  setState(s, source = "server") { this.#state = s; this.sql`INSERT OR REPLACE INTO state (id, state) VALUES (${"s"}, ${JSON.stringify(s)})`; this.broadcast(JSON.stringify({ type: "state", state: s }), source === "server" ? [] : [source.id]); this.onStateUpdate(s, source); }
  broadcast(m, without = []) { for (const c of this.connections()) if (!without.includes(c.id)) c.send(m); }
  *connections(tag) { for (const ws of this.ctx.getWebSockets(tag)) if (ws.readyState === WebSocket.READY_STATE_OPEN) yield this.wrap(ws); }
  wrap(ws) { if ("id" in ws) return ws; const a = ws.deserializeAttachment(); return Object.defineProperties(ws, { id: { get: () => a.__pk.id }, state: { get: () => ws.deserializeAttachment().__user ?? null }, setState: { value: (s) => { const v = typeof s === "function" ? s(ws.state) : s; ws.serializeAttachment({ ...ws.deserializeAttachment(), __user: v }); return v; } }, tags: { get: () => a.__pk.tags } }); }
  async fetch(request) {
    await this.#ready;
    const url = new URL(request.url);
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") return this.onRequest(request);
    const { 0: client, 1: server } = new WebSocketPair();
    const id = url.searchParams.get("_pk") ?? crypto.randomUUID();
    const tags = [id, ...(await this.getConnectionTags(id))];
    this.ctx.acceptWebSocket(server, tags);
    server.serializeAttachment({ __pk: { id, tags }, __user: null });
    await this.onConnect(this.wrap(server), { request });
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, m) { await this.#ready; return this.onMessage(this.wrap(ws), m); }
  async webSocketClose(ws, code, reason, clean) { await this.onClose(this.wrap(ws), code, reason, clean); }
  async schedule(ms, callback, payload) { if (typeof this[callback] !== "function") throw new Error(`this.${callback} is not a function`); const id = callback + ms; this.sql`INSERT OR REPLACE INTO schedules (id, callback, payload, time) VALUES (${id}, ${callback}, ${JSON.stringify(payload)}, ${Date.now() + ms})`; await this.next(); return id; }
  async next() { const [row] = this.sql`SELECT time FROM schedules WHERE time >= ${0} ORDER BY time ASC LIMIT 1`; if (!row) return; await this.ctx.storage.setAlarm(row.time); }
  async alarm() { for (const row of this.sql`SELECT * FROM schedules WHERE time <= ${Date.now()} ORDER BY time`) { try { await this[row.callback](JSON.parse(row.payload), row); } catch (e) { log("callback failed", { row: row.callback, ...err(e) }); } this.sql`DELETE FROM schedules WHERE id = ${row.id}`; } await this.next(); }
  async destroy() { this.sql`DROP TABLE IF EXISTS state`; this.sql`DROP TABLE IF EXISTS schedules`; await this.ctx.storage.deleteAlarm(); await this.ctx.storage.deleteAll(); this.ctx.abort("destroyed"); }
  onStart() {} onStateUpdate() {} onError(c, e) { log("onError", err(e)); c?.send?.(JSON.stringify({ type: "error", error: e.message, cause: e.cause?.message ?? null })); } getConnectionTags() { return []; } onConnect() {} onClose() {} onRequest() { return new Response("not here", { status: 404 }); }
}
export class Room extends Agent {
  initialState = { count: 0 };
  async onStart() { await this.ctx.storage.get("x"); log("onStart", { name: this.ctx.id.name, sockets: this.ctx.getWebSockets().length, initial: show(this.initialState) }); }
  getConnectionTags(id) { return ["t:" + id[0]]; }
  onConnect(c, { request }) { c.setState({ n: 0, from: new URL(request.url).pathname }); c.send(JSON.stringify({ type: "hello", id: c.id, tags: c.tags, state: this.state })); }
  async onMessage(c, m) {
    const { method, args = [] } = JSON.parse(m);
    c.setState((s) => ({ ...s, n: s.n + 1 }));
    if (!callable.has(method)) throw new Error(`method ${method} is not callable`);
    const r = await this[method](...args, c);
    if (r instanceof ReadableStream) { for await (const x of r.pipeThrough(new TextDecoderStream())) c.send(JSON.stringify({ chunk: x })); return c.send(JSON.stringify({ done: true, n: c.state.n })); }
    if (Symbol.asyncIterator in Object(r)) { for await (const x of r) c.send(JSON.stringify({ chunk: x })); return c.send(JSON.stringify({ done: true })); }
    c.send(JSON.stringify({ result: r ?? null, n: c.state.n }));
  }
  add(k, c) { this.setState({ ...this.state, count: this.state.count + k }, c ?? "server"); return this.state.count; }
  bad() { return this.sql`SELECT * FROM missing WHERE x = ${1}`; }
  later(ms) { return this.schedule(ms, "tick", { ms }); }
  nothing(ms) { return this.schedule(ms, "noSuch"); }
  tick(p, row) { log("tick", { p, id: row.id }); if (p.ms === 40) throw new Error("tick failed"); this.setState({ ...this.state, ticked: p.ms }); }
  async *numbers(n) { for (let i = 0; i < n; i++) { await wait(1); yield i; } }
  stream() { return new Response("streamed text").body; }
  who() { return [...this.connections()].map((c) => [c.id, c.state]); }
  rows() { return this.sql`SELECT id, callback FROM schedules`.length; }
  env2() { return [this.env === moduleEnv, Object.keys(this.env), Object.keys(moduleEnv)]; }
  onClose(c, code, reason, clean) { log("onClose", { id: c.id, code, reason, clean, state: c.state, open: [...this.connections()].map((x) => x.id) }); }
  async onRequest(request) { if (request.method === "DELETE") { await this.destroy(); return new Response("never"); } if (request.method === "POST") return Response.json(this.add(await request.json())); return Response.json({ state: this.state, who: this.who(), tables: this.ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '%_cf%' AND type = 'table' ORDER BY 1").raw().toArray().flat() }); }
}
["add", "bad", "later", "nothing", "numbers", "stream", "who", "rows", "env2"].forEach((m) => callable.add(m));

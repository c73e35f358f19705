// Document collaboration: binary updates kept as SQL BLOBs, state vectors, awareness, compaction, a wake that replays; by HTTP, too.
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
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    ctx.blockConcurrencyWhile(async () => {
      this.sql.exec("CREATE TABLE IF NOT EXISTS updates (seq INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL, data BLOB NOT NULL); CREATE TABLE IF NOT EXISTS snapshot (id INTEGER PRIMARY KEY CHECK (id = 0), data BLOB, upto INTEGER)");
      this.doc = this.load();
    });
    log("constructor", { doc: this.doc });
  }
  load() {
    const snap = this.sql.exec("SELECT data, upto FROM snapshot WHERE id = 0").toArray()[0];
    let doc = snap ? [...new Uint8Array(snap.data)] : [];
    for (const { data } of this.sql.exec("SELECT data FROM updates WHERE seq > ? ORDER BY seq", snap?.upto ?? 0)) doc.push(...new Uint8Array(data));
    return doc;
  }
  async fetch(request) {
    if (request.method === "PUT") { const body = new Uint8Array(await request.arrayBuffer()); this.apply("http", body); return new Response(body, { status: 201, headers: { "content-type": "application/octet-stream" } }); }
    if (request.headers.get("upgrade") !== "websocket") return Response.json(this.state());
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ id: new URL(request.url).searchParams.get("id"), seen: new Uint8Array(0) });
    server.send(Uint8Array.from([0, ...this.doc]));
    return new Response(null, { status: 101, webSocket: client });
  }
  state() { return { doc: this.doc, rows: show(this.sql.exec("SELECT seq, client, length(data) AS n, typeof(data) AS t, hex(data) AS h FROM updates").toArray()), snap: show(this.sql.exec("SELECT * FROM snapshot").toArray()), size: this.sql.databaseSize }; }
  apply(client, update) {
    const { seq } = this.sql.exec("INSERT INTO updates (client, data) VALUES (?, ?) RETURNING seq", client, update).one();
    this.doc.push(...update);
    log("applied", { seq, n: update.length });
    if (seq % 4 === 0) this.ctx.storage.transactionSync(() => { this.sql.exec("INSERT INTO snapshot (id, data, upto) VALUES (0, ?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data, upto = excluded.upto", Uint8Array.from(this.doc), seq); const c = this.sql.exec("DELETE FROM updates WHERE seq <= ?", seq); log("compacted", { written: c.rowsWritten }); });
    return seq;
  }
  webSocketMessage(ws, m) {
    if (typeof m === "string") return ws.send(JSON.stringify(err(new TypeError("binary only, not " + m.length + " characters"))));
    const view = new DataView(m);
    const me = ws.deserializeAttachment();
    try {
      const kind = view.getUint8(0);
      if (kind === 1) { this.apply(me.id, new Uint8Array(m, 1)); for (const o of this.ctx.getWebSockets()) if (o !== ws) o.send(m); }
      else if (kind === 2) { me.seen = new Uint8Array(m.slice(1)); ws.serializeAttachment(me); for (const o of this.ctx.getWebSockets()) o.send(new Uint8Array(m, 0, Math.min(3, m.byteLength))); }
      else if (kind === 3) ws.send(JSON.stringify(this.ctx.getWebSockets().map((o) => show(o.deserializeAttachment()))));
      else if (kind === 4) ws.send(view.getUint32(1).toString(16) + " " + view.getInt16(1, true));
      else if (kind === 5) { try { this.ctx.storage.transactionSync(() => { this.apply(me.id, new Uint8Array([9])); this.sql.exec("INSERT INTO updates (client, data) VALUES (?, ?)", me.id, null); }); } catch (e) { this.doc = this.load(); ws.send(JSON.stringify([err(e), this.doc])); } }
      else ws.close(4400, "unknown kind " + kind);
    } catch (e) { ws.send(JSON.stringify(err(e))); }
  }
  webSocketClose(ws, code) { for (const o of this.ctx.getWebSockets()) if (o !== ws) o.send(Uint8Array.of(255, ws.deserializeAttachment().seen?.length)); }
}

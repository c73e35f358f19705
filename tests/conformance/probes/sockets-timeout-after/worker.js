// After an event timeout: what of the instance still runs.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => {
  const o = { name: e?.name, message: e?.message ?? String(e) };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e?.[k] !== undefined) o[k] = e[k];
  return o;
};
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string" || typeof v === "number") return v;
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  return p && p !== Object.prototype ? { "<class>": p.constructor?.name } : Object.fromEntries(Object.entries(v).map(([k, x]) => [k, show(x)]));
};
const tryit = (fn) => { try { return { ok: show(fn()) }; } catch (e) { return { error: err(e) }; } };
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const upgrade = (ctx, tags) => {
  const [client, server] = Object.values(new WebSocketPair());
  tags ? ctx.acceptWebSocket(server, tags) : ctx.acceptWebSocket(server);
  return new Response(null, { status: 101, webSocket: client });
};
const listen = (who, s, extra) => {
  for (const t of ["open", "message", "close", "error"]) s.addEventListener(t, (e) => { if (e.error?.retryable) return; log(who + " " + t, { data: show(e.data), code: e.code, reason: e.reason, wasClean: e.wasClean, message: e.message, error: show(e.error), state: s.readyState }); extra?.[t]?.(e); });
};

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor"); }
  async fetch(req) {
    if (req.headers.get("Upgrade") === "websocket") { this.ctx.setHibernatableWebSocketEventTimeout(200); return upgrade(this.ctx); }
    const p = new URL(req.url).pathname.split("/")[2];
    log("fetch " + p, { n: ++this.n });
    if (p === "sleep") { await sleep(100); log("slept"); }
    if (p === "long") { await sleep(700); log("long slept"); }
    if (p === "wu") { this.ctx.waitUntil((async () => { await sleep(100); log("waitUntil done"); })()); }
    if (p === "alarm") { await this.ctx.storage.setAlarm(Date.now() + 100); }
    if (p === "off") this.ctx.setHibernatableWebSocketEventTimeout(0);
    if (p === "get") return Response.json({ k: await this.ctx.storage.get("k"), j: await this.ctx.storage.get("j") });
    return new Response("ok");
  }
  async alarm() { log("alarm"); await sleep(50); log("alarm slept"); }
  async webSocketMessage(ws, m) {
    log("message", { m, n: ++this.n });
    if (m === "slow") { await sleep(600); log("not reached"); }
    if (m === "short") { await sleep(50); log("short slept"); }
    ws.send("done " + m);
  }
  webSocketClose(ws, code) { log("close", { code, n: this.n }); ws.close(1000, "late"); }
}

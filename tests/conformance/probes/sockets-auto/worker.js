// Auto-response beside a waiting handler, after a close on either side, over hibernation.
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
  constructor(ctx) { this.ctx = ctx; log("constructor"); }
  async fetch(req) {
    const p = new URL(req.url).pathname.split("/")[2];
    if (req.headers.get("Upgrade") === "websocket") { const r = upgrade(this.ctx); this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong")); return r; }
    const [ws] = this.ctx.getWebSockets();
    log(p, { n: this.ctx.getWebSockets().length, state: ws?.readyState, ts: ws && tryit(() => show(this.ctx.getWebSocketAutoResponseTimestamp(ws)?.constructor?.name)) });
    if (p === "close") ws.close(4000, "srv");
    return new Response("ok");
  }
  async webSocketMessage(ws, m) {
    log("message", { m, state: ws.readyState });
    if (m === "slow") { await sleep(150); log("slow ends"); }
    if (m === "close") { ws.send("bye"); ws.close(4001, "srv"); return; }
    try { ws.send("re " + m); } catch (e) { log("cannot", err(e)); }
  }
  webSocketClose(ws, code, reason, wasClean) { log("close", { code, reason, wasClean, state: ws.readyState, ts: show(this.ctx.getWebSocketAutoResponseTimestamp(ws)?.constructor?.name) }); }
}

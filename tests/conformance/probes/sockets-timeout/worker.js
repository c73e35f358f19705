// The event timeout of hibernatable sockets.
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
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor", { ms: show(ctx.getHibernatableWebSocketEventTimeout()) }); }
  async fetch(req) {
    if (req.headers.get("Upgrade") === "websocket") return upgrade(this.ctx);
    const ms = new URL(req.url).searchParams.get("ms");
    if (ms !== null) this.ctx.setHibernatableWebSocketEventTimeout(+ms);
    log("http", { n: this.n, ms: show(this.ctx.getHibernatableWebSocketEventTimeout()), socks: this.ctx.getWebSockets().length });
    return new Response("ok");
  }
  async webSocketMessage(ws, m) {
    log("message", { m, n: ++this.n });
    if (m === "slow") { ws.send("begin"); try { await sleep(600); log("after 600"); ws.send("after"); await sleep(200); log("after 800"); } catch (e) { log("caught", err(e)); } finally { log("finally"); } }
    if (m === "hang") { await new Promise(() => {}); }
    if (m === "timer") { setTimeout(() => { log("own timer"); ws.send("own timer"); }, 500); await sleep(900); log("never"); }
    if (m === "put") { await this.ctx.storage.put("k", 1); await sleep(600); await this.ctx.storage.put("k", 2); log("put 2"); }
    ws.send("done " + m);
  }
  async webSocketClose(ws, code) { log("close", { code, n: this.n }); await sleep(600); log("close after 600"); ws.close(1000, "late"); }
}

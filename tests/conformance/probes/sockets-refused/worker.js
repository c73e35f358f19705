// Handshakes that do not become sockets.
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
  constructor(ctx) { this.ctx = ctx; this.kept = []; }
  async fetch(req) {
    const p = new URL(req.url).pathname.split("/")[2];
    if (p === "look") { log("look", { n: this.ctx.getWebSockets().length, states: this.kept.map((s) => s.readyState), send: tryit(() => this.kept[0].send("x")) }); return new Response("ok"); }
    const [client, server] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(server); this.kept.push(server);
    if (p === "plain") return new Response("no", { status: 403 });
    if (p === "throw") throw new Error("x");
    if (p === "slow") { await sleep(200); return new Response(null, { status: 101, webSocket: client }); }
    return new Response(null, { status: 101, webSocket: client, headers: p === "proto" ? { "Sec-WebSocket-Protocol": "nine" } : {} });
  }
  webSocketMessage(ws, m) { log("message", { m }); ws.send("re " + m); }
  webSocketClose(ws, code, reason, wasClean) { log("close", { code, reason, wasClean }); }
}

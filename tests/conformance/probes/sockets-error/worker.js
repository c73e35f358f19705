// webSocketError: the socket's state in it and after it.
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
  constructor(ctx) { this.ctx = ctx; this.kept = {}; log("constructor", { n: ctx.getWebSockets().length }); }
  async fetch(req) {
    const u = new URL(req.url);
    if (req.headers.get("Upgrade") === "websocket") return upgrade(this.ctx, [u.searchParams.get("n")]);
    const k = this.kept[u.searchParams.get("n")];
    log("later", { state: k.readyState, tags: tryit(() => this.ctx.getTags(k)), send: tryit(() => k.send("late")), close: tryit(() => k.close(1000, "late")), state2: k.readyState, n: this.ctx.getWebSockets().length });
    return new Response("ok");
  }
  webSocketMessage(ws, m) { this.kept[this.ctx.getTags(ws)[0]] = ws; if (m === "serverclose") ws.close(4000, "srv"); }
  webSocketClose(ws, code, reason, wasClean) { log("close " + this.ctx.getTags(ws)[0], { code, reason, wasClean, state: ws.readyState }); }
  async webSocketError(ws, e) {
    const n = this.ctx.getTags(ws)[0];
    log("error " + n, { e: show(e), state: ws.readyState, n: this.ctx.getWebSockets().length });
    if (n === "send") log("send", { r: tryit(() => ws.send("x")), state: ws.readyState, tags: tryit(() => this.ctx.getTags(ws)), close: tryit(() => ws.close(1000, "y")), state2: ws.readyState, send2: tryit(() => ws.send("x")) });
    if (n === "close") log("close", { r: tryit(() => ws.close(1000, "y")), state: ws.readyState, send: tryit(() => ws.send("x")), tags: tryit(() => this.ctx.getTags(ws)), close1: tryit(() => ws.close(1, "y")) });
    if (n === "throw") throw new Error("in error handler");
    if (n === "wait") { await sleep(50); log("waited", { n: this.ctx.getWebSockets().length, state: ws.readyState }); }
  }
}

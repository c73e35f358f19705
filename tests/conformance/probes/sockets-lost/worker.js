// A lost connection: what the object can still do with the socket, during its close event and later.
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
  constructor(ctx) { this.ctx = ctx; this.kept = {}; }
  async fetch(req) {
    const u = new URL(req.url);
    if (req.headers.get("Upgrade") === "websocket") return upgrade(this.ctx, [u.searchParams.get("n")]);
    const k = this.kept[u.searchParams.get("n")];
    log("later", { state: k.readyState, tags: tryit(() => this.ctx.getTags(k)), send: tryit(() => k.send("late")), att: tryit(() => { k.serializeAttachment(5); return k.deserializeAttachment(); }), close: tryit(() => k.close(1000, "late")), state2: k.readyState, send2: tryit(() => k.send("late")), n: this.ctx.getWebSockets().length });
    return new Response("ok");
  }
  webSocketMessage(ws, m) { this.kept[this.ctx.getTags(ws)[0]] = ws; }
  async webSocketClose(ws, code, reason, wasClean) {
    const n = this.ctx.getTags(ws)[0];
    log("close " + n, { code, reason, wasClean, state: ws.readyState, n: this.ctx.getWebSockets().length });
    if (n === "send") { log("send", tryit(() => ws.send("x"))); }
    if (n === "wait") { await sleep(100); log("waited", { state: ws.readyState, tags: tryit(() => this.ctx.getTags(ws)), n: this.ctx.getWebSockets().length, send: tryit(() => ws.send("x")), close: tryit(() => ws.close(1000, "y")), state2: ws.readyState, tags2: tryit(() => this.ctx.getTags(ws)), send2: tryit(() => ws.send("x")) }); }
    if (n === "storage") { await sleep(0); log("after timer 0", { n: this.ctx.getWebSockets().length }); }
  }
}

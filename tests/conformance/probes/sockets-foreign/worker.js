// I/O objects of another request or object.
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

let kept, room;
export default { async fetch(req, env, ctx) {
  const p = new URL(req.url).pathname.split("/")[1];
  if (p === "keep") { const [client, server] = Object.values(new WebSocketPair()); server.accept(); kept = server; return new Response(null, { status: 101, webSocket: client }); }
  if (p === "use") { log("use", { state: tryit(() => kept.readyState), send: tryit(() => kept.send("x")), close: tryit(() => kept.close(1000)), att: tryit(() => kept.deserializeAttachment()), bt: tryit(() => kept.binaryType), url: tryit(() => kept.url), listen: tryit(() => kept.addEventListener("message", () => {})), room: tryit(() => room.send("x")), roomState: tryit(() => room.readyState) }); return new Response("ok"); }
  return env.ROOM.get(env.ROOM.idFromName(p)).fetch(req);
} };
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch(req) {
    if (req.headers.get("Upgrade")) { const [client, server] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(server); room = server; return new Response(null, { status: 101, webSocket: client }); }
    log("other room", { state: tryit(() => room.readyState), send: tryit(() => room.send("x")), tags: tryit(() => this.ctx.getTags(room)), ts: tryit(() => this.ctx.getWebSocketAutoResponseTimestamp(room)), worker: tryit(() => kept.send("x")) });
    return new Response("ok");
  }
  webSocketMessage(ws, m) {}
}

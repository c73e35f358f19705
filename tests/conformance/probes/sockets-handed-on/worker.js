// Ends of pairs in responses: ignored, passed on, accepted by the caller, accepted already by the callee.
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
  constructor(ctx, env) { this.ctx = ctx; this.env = env; }
  async fetch(req) {
    const p = new URL(req.url).pathname.split("/")[2];
    const stub = this.env.PEER.get(this.env.PEER.idFromName("p"));
    const r = await stub.fetch("http://x/" + p, { headers: { Upgrade: "websocket" } });
    if (p === "ignored") return new Response("ignored");
    if (p === "passed") return r;
    if (p === "hib") { log("hib", tryit(() => this.ctx.acceptWebSocket(r.webSocket, ["up"]))); await sleep(20); log("n", { n: this.ctx.getWebSockets().length }); this.ctx.getWebSockets().forEach((s) => s.send("from hib client")); await sleep(50); return new Response("ok"); }
    if (p === "accepted") { log("status", { s: r.status, ws: !!r.webSocket }); const ws = r.webSocket; listen("caller", ws); log("acc", tryit(() => ws.accept())); await sleep(50); log("st", { s: ws.readyState }); return new Response("ok"); }
    if (p === "plain") { log("status", { s: r.status, ws: show(r.webSocket) }); return new Response("ok"); }
    if (p === "clone") { log("clone", tryit(() => r.clone())); log("wrap", tryit(() => new Response(r.body, r))); log("wrap2", tryit(() => { const c = new Response(null, { status: 101, webSocket: r.webSocket }); return c.webSocket === r.webSocket; })); return new Response(null, { status: 101, webSocket: r.webSocket, headers: { "x-wrapped": "1" } }); }
  }
  webSocketMessage(ws, m) { log("room hib got", { m }); }
  webSocketClose(ws, c) { log("room hib close", { c }); }
}
export class Peer {
  constructor(ctx) { this.ctx = ctx; }
  fetch(req) {
    const [client, server] = Object.values(new WebSocketPair()); const p = req.url.split("/").pop();
    if (p === "accepted") { server.accept(); listen("peer", server); return new Response(null, { status: 101, webSocket: server }); }
    this.ctx.acceptWebSocket(server); if (p === "plain") return new Response("plain"); server.send("hello from peer");
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, m) { log("peer got", { m: show(m) }); ws.send("re " + m); }
  webSocketClose(ws, code, reason, wasClean) { log("peer close", { code, reason, wasClean }); }
}

// Sockets that the stateless Worker holds itself.
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

let kept;
export default { async fetch(req, env, ctx) {
  const u = new URL(req.url); const p = u.pathname.split("/")[1];
  if (p === "later") { log("later", { state: kept.readyState, send: tryit(() => kept.send("later")) }); return new Response("ok"); }
  if (p === "echo") {
    const [client, server] = Object.values(new WebSocketPair());
    listen("worker", server, { message: (e) => { if (e.data === "bye") server.close(4001, "srv"); else if (e.data === "slow") { setTimeout(() => server.send("timer"), 100); } else if (e.data === "throw") throw new Error("boom"); else server.send("re " + e.data); } });
    server.accept(); server.send("hello"); kept = server;
    return new Response(null, { status: 101, webSocket: client, headers: { "x-a": "b" } });
  }
  if (p === "late") {
    const [client, server] = Object.values(new WebSocketPair());
    listen("late", server, { message: (e) => server.send("re " + e.data) });
    ctx.waitUntil((async () => { await sleep(150); log("accepting", tryit(() => server.accept())); })());
    return new Response(null, { status: 101, webSocket: client });
  }
  if (p === "proxy") {
    const r = await env.ROOM.get(env.ROOM.idFromName("r")).fetch(req);
    log("proxy", { status: r.status, ws: !!r.webSocket, up: r.headers.get("upgrade"), x: r.headers.get("x-room") });
    const [client, server] = Object.values(new WebSocketPair());
    const up = r.webSocket; up.accept(); server.accept();
    server.addEventListener("message", (e) => up.send("via " + e.data)); up.addEventListener("message", (e) => server.send("back " + e.data));
    server.addEventListener("close", (e) => { log("client side closed", { code: e.code, reason: e.reason, wasClean: e.wasClean }); up.close(e.code >= 3000 ? e.code : 1000, "fw"); });
    up.addEventListener("close", (e) => { log("room side closed", { code: e.code, reason: e.reason, wasClean: e.wasClean }); server.close(4444, "room gone"); });
    return new Response(null, { status: 101, webSocket: client });
  }
  return env.ROOM.get(env.ROOM.idFromName("r")).fetch(req);
} };
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch(req) {
    if (req.url.includes("abort")) this.ctx.abort("gone");
    const [client, server] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(server); return new Response(null, { status: 101, webSocket: client, headers: { "x-room": "1" } });
  }
  webSocketMessage(ws, m) { log("room got", { m: show(m) }); if (m === "via bye") ws.close(4100, "room closes"); else ws.send("room " + m); }
  webSocketClose(ws, code, reason, wasClean) { log("room close", { code, reason, wasClean, state: ws.readyState }); try { ws.close(code, reason); } catch (e) { log("cannot", err(e)); } }
}

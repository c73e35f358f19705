// An object that is the client of another: closes, losses, resets on either side.
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
  constructor(ctx, env) { this.ctx = ctx; this.env = env; log("constructor Room"); }
  async fetch(req) {
    const p = new URL(req.url).pathname.split("/")[2];
    if (p === "abort") this.ctx.abort("room gone");
    if (p === "state") { log("state", { s: this.out?.readyState }); return new Response("ok"); }
    const stub = this.env.PEER.get(this.env.PEER.idFromName("p"));
    if (p === "peerabort") { try { await stub.fetch("http://x/abort"); } catch (e) { log("peer abort", err(e)); } return new Response("ok"); }
    const r = await stub.fetch("http://x/?mode=" + p, { headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "foo" } });
    log("response", { status: r.status, ws: !!r.webSocket, body: show(r.body), headers: [...r.headers], same: r.webSocket === r.webSocket });
    const out = this.out = r.webSocket; out.onmessage = (e) => log("from peer", { d: show(e.data) }); listen("room", out);
    log("send before accept", tryit(() => out.send("x")));
    out.accept(); log("props", { url: show(out.url), protocol: show(out.protocol), state: out.readyState, ext: show(out.extensions) });
    out.send("first"); out.send(new Uint8Array([7, 8]));
    await sleep(30);
    if (p === "close") { out.close(3003, "from room"); log("closed", { state: out.readyState }); }
    if (p === "pclose") out.send("close please");
    await sleep(60);
    log("after", { state: out.readyState });
    return new Response("ok");
  }
}
export class Peer {
  constructor(ctx) { this.ctx = ctx; log("constructor Peer", { n: ctx.getWebSockets().length }); }
  fetch(req) { if (req.url.endsWith("abort")) this.ctx.abort("peer gone"); const [client, server] = Object.values(new WebSocketPair());
    log("peer fetch", { proto: req.headers.get("Sec-WebSocket-Protocol"), key: req.headers.get("Sec-WebSocket-Key"), up: req.headers.get("Upgrade"), conn: req.headers.get("Connection"), ver: req.headers.get("Sec-WebSocket-Version") });
    if (req.url.includes("std")) { server.accept(); listen("peer std", server, { message: (e) => server.send("std") }); } else this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client, headers: { "x-p": "1", "Sec-WebSocket-Protocol": "foo" } }); }
  webSocketMessage(ws, m) { log("peer got", { m: show(m) }); if (m === "close please") ws.close(4000, "from peer"); else ws.send("re"); }
  webSocketClose(ws, code, reason, wasClean) { log("peer close", { code, reason, wasClean, state: ws.readyState, n: this.ctx.getWebSockets().length }); if (code !== 1006) ws.close(code, reason); }
  webSocketError(ws, e) { log("peer error", { e: show(e) }); }
}

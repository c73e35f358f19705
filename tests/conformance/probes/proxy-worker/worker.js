// A Worker between client and room: it accepts both sockets and pumps messages and closes both ways, changing them on the way.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
const note = (who, s) => { for (const t of ["message", "close", "error"]) s.addEventListener(t, (e) => e.error?.retryable || log(who + " " + t, { data: show(e.data), code: e.code, reason: e.reason, clean: e.wasClean, state: s.readyState })); };
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    const how = new URL(request.url).searchParams.get("room");
    log("room fetch", { how, protocol: request.headers.get("sec-websocket-protocol"), upgrade: request.headers.get("upgrade"), user: request.headers.get("x-user") });
    if (how === "refuse") return new Response("no entry", { status: 403 });
    if (how === "throw") throw new Error("room broke");
    this.ctx.acceptWebSocket(server, [request.headers.get("x-user") ?? "none"]);
    server.send("welcome");
    return new Response(null, { status: 101, webSocket: client, headers: { "x-room": "yes", "sec-websocket-protocol": "chat" } });
  }
  webSocketMessage(ws, m) {
    log("room message", { m: show(m), tags: this.ctx.getTags(ws) });
    if (m === "kick") return ws.close(4003, "kicked");
    if (m === "throw") throw new Error("in message");
    if (m === "abort") return this.ctx.abort("gone");
    ws.send(m);
  }
  webSocketClose(ws, code, reason, clean) { log("room close", { code, reason, clean }); try { ws.close(code, "room " + reason); } catch (e) { log("room close refused", err(e)); } }
}
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const room = env.ROOM.getByName(url.searchParams.get("name") ?? "r1");
    if (url.pathname === "/pass") return room.fetch(request);
    if (url.pathname === "/headers") { const r = await room.fetch(new Request(request, { headers: { ...Object.fromEntries(request.headers), "x-user": "ann" } })); log("passed", { status: r.status, room: r.headers.get("x-room"), ws: r.webSocket?.readyState, body: show(r.body) }); return new Response(null, { status: r.status, webSocket: r.webSocket, headers: { "x-worker": "1" } }); }
    if (url.pathname === "/check") { const r = await room.fetch(request); return r.status === 101 ? r : new Response("refused: " + await r.text(), { status: 400 }); }
    const up = await room.fetch("http://room/?room=" + (url.searchParams.get("room") ?? ""), { headers: { Upgrade: "websocket", "x-user": "bob" } });
    const [client, server] = Object.values(new WebSocketPair());
    const far = up.webSocket;
    if (!far) return new Response("upstream said " + up.status + " " + await up.text(), { status: 502 });
    if (url.pathname === "/half") { server.accept({ allowHalfOpen: true }); far.accept({ allowHalfOpen: true }); } else { server.accept(); far.accept(); }
    server.binaryType = far.binaryType = "arraybuffer";
    note("client side", server); note("room side", far);
    server.addEventListener("message", (e) => { try { far.send(typeof e.data === "string" ? e.data.replace("bad", "***") : e.data); } catch (x) { log("far.send", err(x)); } });
    far.addEventListener("message", (e) => { try { server.send(e.data); } catch (x) { log("server.send", err(x)); } });
    server.addEventListener("close", (e) => { try { far.close(e.code, e.reason); } catch (x) { log("far.close", err(x)); far.close(1011, "odd"); } });
    far.addEventListener("close", (e) => { try { server.close(e.code, e.reason); } catch (x) { log("server.close", err(x)); server.close(1011, "odd"); } });
    return new Response(null, { status: 101, webSocket: client });
  },
};

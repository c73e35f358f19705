// A room that hands each client's socket on to another object: a hibernatable client side, an accept()ed far side, and back.
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
export class Room {
  constructor(ctx, env) { Object.assign(this, { ctx, env }); this.far = new Map(); log("room made"); }
  async fetch(request) {
    const url = new URL(request.url);
    const [client, server] = Object.values(new WebSocketPair());
    const up = await this.env.GAME.getByName("g").fetch("http://game/" + url.search, { headers: { Upgrade: "websocket" } });
    if (up.status !== 101) return new Response("game: " + up.status, { status: 503 });
    const far = up.webSocket;
    const id = url.searchParams.get("id");
    far.addEventListener("message", async (e) => { const data = e.data instanceof Blob ? await e.data.arrayBuffer() : e.data; for (const ws of this.ctx.getWebSockets(id)) ws.send(data); });
    far.addEventListener("close", (e) => { log("game closed", { id, code: e.code, reason: e.reason, clean: e.wasClean }); for (const ws of this.ctx.getWebSockets(id)) ws.close(e.code === 1006 ? 1011 : e.code, e.reason); this.far.delete(id); });
    far.addEventListener("error", (e) => { if (!e.error?.retryable) log("game error", { id, error: show(e.error) }); });
    this.ctx.acceptWebSocket(server, [id]);
    server.serializeAttachment({ id });
    far.accept();
    far.send("hello " + id);
    this.far.set(id, far);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, m) {
    const { id } = ws.deserializeAttachment();
    const far = this.far.get(id);
    log("to game", { id, m: show(m), far: far?.readyState ?? "none" });
    if (!far) return ws.send("no game");
    try { far.send(m); } catch (e) { ws.send(JSON.stringify(err(e))); }
  }
  webSocketClose(ws, code, reason, clean) {
    const { id } = ws.deserializeAttachment();
    log("client closed", { id, code, reason, clean });
    try { this.far.get(id)?.close(code, reason); } catch (e) { log("far close", err(e)); this.far.get(id).close(1000, "replaced"); }
    try { ws.close(code, reason); } catch (e) { log("echo", err(e)); }
  }
}
export class Game {
  constructor(ctx) { this.ctx = ctx; log("game made"); }
  fetch(request) {
    if (request.url.includes("full")) return new Response("full", { status: 409 });
    const [client, server] = Object.values(new WebSocketPair());
    if (request.url.includes("plain")) { server.accept(); server.addEventListener("message", (e) => this.got(server, e.data)); server.addEventListener("close", (e) => { log("game sees close", { code: e.code, reason: e.reason, clean: e.wasClean }); }); } else this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async got(ws, m) {
    if (m === "end") return ws.close(4000, "game over");
    if (m === "crash") return this.ctx.abort("crashed");
    if (m === "slow") { await wait(50); return ws.send("slow answer"); }
    if (m === "all") return this.ctx.getWebSockets().forEach((s, i) => s.send("all " + i));
    ws.send(m);
  }
  webSocketMessage(ws, m) { return this.got(ws, m); }
  webSocketClose(ws, code, reason, clean) { log("game sees close", { code, reason, clean }); ws.close(code === 1005 || code === 1006 ? 1000 : code, "game " + reason); }
}

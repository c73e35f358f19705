// A chat room as applications write it: names in attachments, history in storage, commands, presence, kicks, over hibernation.
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
  constructor(ctx, env) {
    Object.assign(this, { ctx, env });
    this.sessions = new Map();
    ctx.getWebSockets().forEach((ws) => this.sessions.set(ws, { ...ws.deserializeAttachment() }));
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.last = 0;
    log("constructor", { sessions: [...this.sessions.values()].map((s) => s.name) });
  }
  async fetch(request) {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/history")) return Response.json([...(await this.ctx.storage.list({ reverse: true, limit: 3, prefix: "m" }))]);
    if (url.pathname.endsWith("/who")) return Response.json(this.ctx.getWebSockets().map((ws) => ws.deserializeAttachment()));
    if (request.headers.get("Upgrade") !== "websocket") return new Response("expected websocket", { status: 426, headers: { upgrade: "websocket" } });
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], ["all", "lobby"]);
    const session = { name: null, queue: [] };
    pair[1].serializeAttachment(session);
    this.sessions.set(pair[1], session);
    for (const other of this.sessions.values()) if (other.name) session.queue.push(JSON.stringify({ joined: other.name }));
    const back = await this.ctx.storage.list({ reverse: true, limit: 2, prefix: "m" });
    for (const v of [...back.values()].reverse()) session.queue.push(v);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
  async webSocketMessage(ws, text) {
    const session = this.sessions.get(ws);
    let data;
    try { data = JSON.parse(text); } catch (e) { return ws.send(JSON.stringify({ error: err(e) })); }
    if (!session.name) {
      session.name = String(data.name ?? "anon").slice(0, 8);
      session.queue.forEach((m) => ws.send(m)); delete session.queue;
      ws.serializeAttachment({ ...ws.deserializeAttachment(), name: session.name, queue: undefined });
      this.broadcast({ joined: session.name });
      return ws.send(JSON.stringify({ ready: true }));
    }
    if (data.kick) { for (const [s, o] of this.sessions) if (o.name === data.kick) { s.send(JSON.stringify({ kicked: true })); s.close(4000, "kicked by " + session.name); } return; }
    if (data.rename) { session.name = data.rename; ws.serializeAttachment({ name: data.rename }); return this.broadcast({ renamed: data.rename }); }
    if (data.whisper) { const to = this.ctx.getWebSockets().find((s) => s.deserializeAttachment().name === data.whisper); return to ? to.send(JSON.stringify({ whisper: data.m, from: session.name })) : ws.send(JSON.stringify({ nobody: data.whisper })); }
    const message = { name: session.name, m: String(data.m), n: (this.last = Math.max(this.last, (await this.ctx.storage.get("n")) ?? 0) + 1) };
    this.broadcast(message);
    await this.ctx.storage.put({ ["m" + String(message.n).padStart(4, "0")]: JSON.stringify(message), n: message.n });
  }
  broadcast(m) {
    const text = JSON.stringify(m);
    const gone = [];
    for (const [ws, s] of this.sessions) {
      if (!s.name) { (s.queue ??= []).push(text); continue; }
      try { ws.send(text); } catch (e) { log("send failed", { name: s.name, ...err(e) }); this.sessions.delete(ws); gone.push(s.name); }
    }
    gone.forEach((name) => this.broadcast({ quit: name }));
  }
  leave(ws, why) { const s = this.sessions.get(ws); this.sessions.delete(ws); log("leave", { name: s?.name, why, left: this.ctx.getWebSockets().length }); if (s?.name) this.broadcast({ quit: s.name }); }
  webSocketClose(ws, code, reason, clean) { this.leave(ws, [code, reason, clean]); try { ws.close(code, "closing"); } catch (e) { log("close", err(e)); } }
  webSocketError(ws, error) { this.leave(ws, err(error)); }
}

// Order of messages of one socket and of several, with handlers that wait.
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
  fetch(req) { if (req.headers.get("Upgrade") === "websocket") return upgrade(this.ctx, [new URL(req.url).searchParams.get("n")]); return new Response("plain"); }
  async webSocketMessage(ws, m) {
    const who = this.ctx.getTags(ws)[0]; const l = (ev) => log(ev + " " + who + " " + m);
    l("begin");
    if (m.startsWith("t")) await sleep(+m.slice(1));
    if (m.startsWith("s")) await this.ctx.storage.put("k", m);
    if (m.startsWith("f")) await this.env.ROOM.get(this.env.ROOM.idFromName("other")).fetch("http://x/");
    if (m.startsWith("m")) { await null; await null; }
    l("end"); ws.send("re " + m);
  }
  webSocketClose(ws, code) { log("close " + this.ctx.getTags(ws)[0]); ws.close(1000); }
}

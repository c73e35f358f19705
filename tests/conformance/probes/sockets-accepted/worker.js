// accept()ed sockets: sends after a loss, protocol errors, half open.
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
  constructor(ctx) { this.ctx = ctx; this.kept = []; log("constructor"); }
  async fetch(req) {
    const u = new URL(req.url); const n = u.searchParams.get("n");
    if (req.headers.get("Upgrade") === "websocket") {
      const [client, server] = Object.values(new WebSocketPair()); listen(n, server, { message: (e) => { if (e.data === "sendthrow") { server.send("before"); throw new Error("boom"); } if (e.data === "echo") server.send("echo"); if (e.data === "close") { server.send("one"); server.close(4000, "srv"); } },
        close: async (e) => { if (n === "late") { await sleep(50); log("late close", { r: tryit(() => server.send("tail")), c: tryit(() => server.close(3000, "late")), s: server.readyState }); } } });
      server.accept(n === "half" || n === "late" ? { allowHalfOpen: true } : undefined); this[n] = server; return new Response(null, { status: 101, webSocket: client });
    }
    const k = this[n];
    log("later " + n, { state: k.readyState, send: tryit(() => k.send("late")), state1: k.readyState, close: tryit(() => k.close(1000, "late")), state2: k.readyState, send2: tryit(() => k.send("late")) });
    await sleep(50); log("then " + n, { state: k.readyState, send: tryit(() => k.send("z")) });
    return new Response("ok");
  }
}

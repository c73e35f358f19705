// WebSocket and WebSocketPair as classes.
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
  fetch(req) {
    const pair = new WebSocketPair();
    log("pair", { keys: Object.keys(pair), names: Object.getOwnPropertyNames(pair), spread: [...pair].length, same: [...pair][0] === pair[0], entries: show(typeof pair.entries), cls: pair.constructor.name, str: String(pair), inst: pair instanceof WebSocketPair, two: show(pair[2]) });
    log("no new", tryit(() => WebSocketPair()));
    log("assign", tryit(() => { "use strict"; pair[0] = 1; return pair[0]; }));
    const s = pair[1];
    log("ws", { keys: Object.keys(s), own: Object.getOwnPropertyNames(s), str: String(s), cls: s.constructor === WebSocket, et: s instanceof EventTarget, proto: Object.getOwnPropertyNames(WebSocket.prototype).sort(), statics: Object.getOwnPropertyNames(WebSocket).sort(), len: WebSocket.length });
    log("consts", { a: [WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED, WebSocket.READY_STATE_OPEN, WebSocket.prototype.OPEN, s.CLOSED].map(show), on: show(s.onmessage) });
    for (const [k, a] of Object.entries({ none: [], bad: ["notaurl"], http: ["http://x/"], https: ["https://x/"], ftp: ["ftp://x/"], frag: ["ws://x/#f"], emptyfrag: ["ws://x/#"], proto: ["ws://127.0.0.1:1/", "a b"], empty: ["ws://127.0.0.1:1/", ""], rep: ["ws://127.0.0.1:1/", ["a", "a"]], num: [5], rel: ["/x"], sym: [Symbol("x")] }))
      log("new " + k, tryit(() => { const w = new WebSocket(...a); return [w.readyState, w.url, w.protocol, w.extensions, w.binaryType].map(show); }));
    s.binaryType = "arraybuffer"; log("bt", { a: s.binaryType, b: tryit(() => { s.binaryType = "nonsense"; return s.binaryType; }), c: tryit(() => { s.binaryType = "blob"; return s.binaryType; }) });
    log("illegal", tryit(() => WebSocket.prototype.readyState)); log("illegal send", tryit(() => WebSocket.prototype.send.call({}, "x")));
    s.accept();
    for (const [k, a] of Object.entries({ none: [], undef: [undefined], undef2: [undefined, undefined], str: ["1000"], sym: [Symbol("x")], obj: [{}], big: [1n], reasonsym: [1000, Symbol("x")], reasonnull: [undefined, null], nan: [NaN], inf: [Infinity], neg: [-1], huge: [1e20], reasonlong: [1000, "x".repeat(124)], reasonlong2: [1, "x".repeat(124)], reasonNoCodeLong: [undefined, "x".repeat(124)], euro: [1000, "\u20ac".repeat(42)] }))
      { const [p, q] = Object.values(new WebSocketPair()); q.accept(); log("close " + k, { ...tryit(() => q.close(...a)), state: q.readyState }); }
    for (const [k, a] of Object.entries({ none: [], undef: [undefined], nul: [null], num: [5], obj: [{}], half: [{ allowHalfOpen: true }], bad: [{ allowHalfOpen: "x" }] }))
      { const [p, q] = Object.values(new WebSocketPair()); log("accept " + k, { ...tryit(() => q.accept(...a)), state: q.readyState }); }
    log("attach none", tryit(() => s.serializeAttachment())); log("attach twice", tryit(() => { s.serializeAttachment({ a: 1 }); try { s.serializeAttachment(() => 1); } catch {} return s.deserializeAttachment(); }));
    log("attach big", tryit(() => { try { s.serializeAttachment("x".repeat(17000)); } catch (e) { log("big", err(e)); } return s.deserializeAttachment(); }));
    log("on", tryit(() => { s.onmessage = () => {}; return [typeof s.onmessage, Object.keys(s)]; }));
    return new Response("ok");
  }
}

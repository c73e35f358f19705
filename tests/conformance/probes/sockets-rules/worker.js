// accept(), acceptWebSocket(), send, close, tags: what is refused, in which words.
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
    const c = this.ctx;
    const pair = () => Object.values(new WebSocketPair());
    { const [, s] = pair(); log("send before", tryit(() => s.send("x"))); log("close before", tryit(() => s.close())); log("close code before", tryit(() => s.close(1))); log("tags before", tryit(() => c.getTags(s))); log("state", { s: s.readyState, p: show(s.protocol), u: show(s.url), e: show(s.extensions), b: s.binaryType, buf: show(s.bufferedAmount) }); }
    { const [, s] = pair(); s.accept(); log("accept twice", tryit(() => s.accept())); log("accept+hib", tryit(() => c.acceptWebSocket(s))); log("tags standard", tryit(() => c.getTags(s))); log("ts", tryit(() => c.getWebSocketAutoResponseTimestamp(s))); }
    { const [a, s] = pair(); c.acceptWebSocket(s, ["t"]); log("hib twice", tryit(() => c.acceptWebSocket(s))); log("hib+accept", tryit(() => s.accept())); log("other end accept", tryit(() => a.accept())); log("tags", tryit(() => c.getTags(s))); log("n", { n: c.getWebSockets().length }); }
    { const [a, s] = pair(); a.accept(); log("hib after other accept", tryit(() => c.acceptWebSocket(s))); }
    { const [a, s] = pair(); c.acceptWebSocket(a); log("hib both", tryit(() => c.acceptWebSocket(s))); }
    { const [a, s] = pair(); new Response(null, { status: 101, webSocket: a }); log("in unreturned response", tryit(() => c.acceptWebSocket(s))); }
    log("no args", tryit(() => c.acceptWebSocket())); log("not a socket", tryit(() => c.acceptWebSocket({}))); log("null socket", tryit(() => c.acceptWebSocket(null)));
    const t = (l, tags) => { const [, s] = pair(); log(l, tryit(() => { c.acceptWebSocket(s, tags); return c.getTags(s); })); };
    t("tags undefined", undefined); t("tags null", null); t("tags string", "abc"); t("tags numbers", [1, null, undefined, {}]); t("tags dup", ["b", "a", "b"]); t("tags set", new Set(["a"]));
    t("tags 10 dup first", ["0", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]); t("tags 10 dup last", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]); t("tags 11", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    t("tag 256", ["x".repeat(256)]); t("tag 257", ["x".repeat(257)]); t("tag utf8", ["\u00e9".repeat(129)]); t("tag empty", [""]); t("tag surrogate", ["\ud800"]); t("tag symbol", [Symbol("s")]); t("tag nul", ["a\u0000b"]); t("array like", { length: 1, 0: "a" });
    log("getTags none", tryit(() => c.getTags())); log("getTags obj", tryit(() => c.getTags({}))); log("ts none", tryit(() => c.getWebSocketAutoResponseTimestamp())); log("ts obj", tryit(() => c.getWebSocketAutoResponseTimestamp({})));
    log("getWebSockets sym", tryit(() => c.getWebSockets(Symbol("x"))));
    log("auto str", tryit(() => c.setWebSocketAutoResponse("x"))); log("auto undef", tryit(() => c.setWebSocketAutoResponse(undefined))); log("pair no args", tryit(() => new WebSocketRequestResponsePair())); log("pair sym", tryit(() => new WebSocketRequestResponsePair("a", Symbol("x")))); 
    for (const [k, v] of Object.entries({ undef: undefined, zero: 0, one: 1, max: 604800000, over: 604800001, neg: -1, nan: NaN, str: "300", bad: "x", frac: 10.7, nul: null, big: 1e20, none: [] }))
      log("timeout " + k, { ...tryit(() => c.setHibernatableWebSocketEventTimeout(v)), get: show(c.getHibernatableWebSocketEventTimeout()) });
    log("timeout no arg", { ...tryit(() => c.setHibernatableWebSocketEventTimeout()), get: show(c.getHibernatableWebSocketEventTimeout()) });
    return new Response("ok");
  }
}

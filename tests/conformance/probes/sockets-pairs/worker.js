// Both ends of a pair accepted in the same object.
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
  constructor(ctx) { this.ctx = ctx; }
  async fetch(req) {
    const p = new URL(req.url).pathname.split("/")[2];
    const [a, b] = Object.values(new WebSocketPair());
    listen("a", a); listen("b", b);
    if (p === "echo") {
      a.accept(); a.send("early"); await sleep(20); b.accept(); await sleep(20); b.send("re"); b.send(new Uint8Array([1])); await sleep(20); log("close"); a.close(3001, "bye"); log("states", { a: a.readyState, b: b.readyState }); await sleep(50); log("states", { a: a.readyState, b: b.readyState, sa: tryit(() => a.send("x")), sb: tryit(() => b.send("x")), cb: tryit(() => b.close(1000)) });
    } else if (p === "half") {
      a.accept({ allowHalfOpen: true }); b.accept({ allowHalfOpen: true }); a.close(3001, "bye"); await sleep(50); log("states", { a: a.readyState, b: b.readyState, sb: tryit(() => b.send("still")) }); await sleep(50); log("b closes", tryit(() => b.close(3002, "too"))); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "both") {
      a.accept(); b.accept(); a.close(3001, "A"); b.close(3002, "B"); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "never") {
      a.accept(); a.send("x"); a.close(1000, "x"); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "throw") {
      a.accept(); b.addEventListener("message", (e) => { b.send("before throw"); throw new TypeError("boom"); }); b.accept(); a.send("x"); await sleep(50); log("states", { a: a.readyState, b: b.readyState, sb: tryit(() => b.send("x")), cb: tryit(() => b.close(1000, "q")), sa: tryit(() => a.send("x")), ca: tryit(() => a.close(1000, "q")) }); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "reject") {
      a.accept(); b.addEventListener("message", async (e) => { throw new TypeError("async boom"); }); b.accept(); a.send("x"); await sleep(50); a.send("y"); await sleep(20); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "listeners") {
      a.accept(); b.accept(); b.onmessage = (e) => log("onmessage", { d: e.data }); b.addEventListener("message", { handleEvent(e) { log("object", { d: e.data, target: e.target === b, c: e.currentTarget === b }); } }); b.addEventListener("message", () => log("once"), { once: true });
      a.send("1"); a.send("2"); await sleep(20); b.onmessage = null; a.send("3"); await sleep(20); log("dispatch", { r: b.dispatchEvent(new MessageEvent("message", { data: "own" })) });
    } else if (p === "closethrow") {
      a.accept(); b.addEventListener("close", () => { throw new Error("in close"); }); b.accept(); a.close(1000, "x"); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "errorthrow") {
      a.accept(); b.addEventListener("message", () => { throw new Error("in message"); }); b.accept(); a.send("x"); await sleep(50); log("states", { a: a.readyState, b: b.readyState });
    } else if (p === "hib") {
      this.ctx.acceptWebSocket(b, ["h"]); await sleep(10); log("accept a", tryit(() => a.accept())); log("send a", tryit(() => a.send("to hib"))); await sleep(50); log("n", { n: this.ctx.getWebSockets().length }); a.close(1000, "x"); await sleep(50); log("n", { n: this.ctx.getWebSockets().length });
    } else if (p === "used") {
      new Response(null, { status: 101, webSocket: a }); log("accept used", tryit(() => a.accept()));
      b.accept(); log("return accepted", tryit(() => new Response(null, { status: 101, webSocket: b })));
    } else if (p === "retaccepted") { b.accept(); return new Response(null, { status: 101, webSocket: b }); }
    else if (p === "rethib") { this.ctx.acceptWebSocket(b); return new Response(null, { status: 101, webSocket: b }); }
    return new Response("ok");
  }
  webSocketMessage(ws, m) { log("hib message", { m: show(m) }); ws.send("hib re"); }
  webSocketClose(ws, code, reason, wasClean) { log("hib close", { code, reason, wasClean, state: ws.readyState }); }
}

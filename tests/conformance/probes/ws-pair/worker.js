// WebSocketPair and WebSocket in code: constants, odd options, states before and after, views sent, what closes say, messages around a close.
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
const pair = () => Object.values(new WebSocketPair());
const state = (...s) => s.map((x) => x.readyState);
const W = WebSocket;
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    if (request.headers.get("upgrade")) return this.live(request);
    await ask("pair", () => { const p = new WebSocketPair(); return [Object.keys(p), p.length, String(p), p[0] === p[0], p.constructor.name, Array.isArray(p), typeof p[Symbol.iterator], 2 in p]; });
    await ask("pair call", () => WebSocketPair());
    await ask("pair iterate", () => { const [a, b] = new WebSocketPair(); return state(a, b); });
    await ask("constants", () => [W.CONNECTING, W.OPEN, W.CLOSING, W.CLOSED, W.READY_STATE_CONNECTING, W.READY_STATE_OPEN, W.READY_STATE_CLOSING, W.READY_STATE_CLOSED, pair()[0].OPEN, W.prototype.CLOSED]);
    await ask("props", () => { const [a] = pair(); return [a.url, a.protocol, a.extensions, a.binaryType, a.bufferedAmount, a.readyState, a.onmessage, String(a), a instanceof EventTarget, Object.keys(a), a.constructor === W, JSON.stringify(a)]; });
    await ask("binaryType", () => { const [a] = pair(); const out = []; for (const t of ["arraybuffer", "blob", "nope", null, ""]) { try { a.binaryType = t; out.push(a.binaryType); } catch (e) { out.push(err(e)); } } return out; });
    await ask("fixed props", () => { "use strict"; const [a] = pair(); a.readyState = 3; return a.readyState; });
    for (const args of [[], ["nope"], ["http://h/"], ["ftp://h/"], ["ws://h/#frag"], ["ws://h/", "a b"], ["ws://h/", ["a", "a"]], ["/rel"]]) await ask("new " + JSON.stringify(args), () => { const w = new W(...args); return [w.readyState, w.url]; });
    await ask("accept", () => { const [a, b] = pair(); return [a.accept(), a.accept(), state(a, b)]; });
    await ask("accept options", () => { const [a] = pair(); a.accept(5); return "ok"; });
    await ask("accept null", () => { const [a] = pair(); a.accept(null); return "ok"; });
    await ask("before accept", () => { const [a] = pair(); const out = []; for (const f of [() => a.send("x"), () => a.close(), () => a.close(1), () => a.serializeAttachment({ a: 1 }), () => a.deserializeAttachment()]) { try { out.push(show(f())); } catch (e) { out.push(err(e)); } } return out; });
    await ask("send args", () => { const [a, b] = pair(); a.accept(); b.accept(); return a.send(); });
    await ask("views", async () => { const [a, b] = pair(); a.accept(); b.accept(); b.binaryType = "arraybuffer"; const out = []; b.addEventListener("message", (e) => out.push(show(e.data))); const buf = new Uint8Array([1, 2, 3, 4]).buffer; a.send(buf); a.send(new Uint8Array(buf, 1, 2)); a.send(new Uint16Array(buf)); a.send(new DataView(buf, 3)); a.send(new Float32Array([1.5])); a.send(new Uint8Array(0)); a.send("" ); a.send([1, 2]); a.send({ toString: () => "own" }); a.send(5); const u = new Uint8Array([9]); a.send(u); u[0] = 0; await wait(10); return out; });
    await ask("blob received", async () => { const [a, b] = pair(); a.accept(); b.accept(); const got = new Promise((r) => b.addEventListener("message", (e) => r(e.data))); a.send(new Uint8Array([104, 105])); const d = await got; return [b.binaryType, d.constructor.name, d.size, d.type, await d.text?.()]; });
    await ask("type changed late", async () => { const [a, b] = pair(); a.accept(); b.accept(); const out = []; b.addEventListener("message", (e) => { out.push(e.data.constructor.name); b.binaryType = "arraybuffer"; }); a.send(new Uint8Array(1)); a.send(new Uint8Array(1)); await wait(10); return out; });
    await ask("order", async () => { const [a, b] = pair(); const out = []; a.accept(); b.accept(); b.addEventListener("message", (e) => out.push(e.data)); a.send("1"); a.send("2"); out.push("sync"); queueMicrotask(() => out.push("micro")); await wait(10); a.send("3"); a.close(1000, "c"); b.addEventListener("close", (e) => out.push(["close", e.code, e.reason, e.wasClean])); await wait(10); return out; });
    await ask("send in close", async () => { const [a, b] = pair(); const out = []; a.accept(); b.accept(); b.addEventListener("close", () => { try { b.send("late"); out.push("sent"); } catch (e) { out.push(err(e)); } }); a.addEventListener("message", (e) => out.push(e.data)); a.addEventListener("close", (e) => out.push(["a close", e.code, e.reason])); a.close(3000, "r"); await wait(10); return [out, state(a, b)]; });
    await ask("both send then close", async () => { const [a, b] = pair(); const out = []; a.accept(); b.accept(); for (const [n, s] of [["a", a], ["b", b]]) { s.addEventListener("message", (e) => out.push(n + " " + e.data)); s.addEventListener("close", (e) => out.push(n + " close " + e.code)); } a.send("x"); b.send("y"); a.close(3001); b.send("z"); await wait(10); return [out, state(a, b)]; });
    for (const args of [[], [1000], [1000, ""], [3000, "r"], [4999, "é".repeat(61)], [1000, "é".repeat(62)], [1005], [1006], [1015], [1004], [999], [5000], [0], [undefined, "r"], [null], ["1000"], [1001.7], [NaN], [1000, null], [1000, undefined], [1000, { toString: () => "obj" }]])
      await ask("close " + JSON.stringify(args).slice(0, 30), async () => { const [a, b] = pair(); a.accept(); b.accept(); const got = new Promise((r) => b.addEventListener("close", (e) => r([e.code, e.reason.length > 20 ? e.reason.length : e.reason, e.wasClean]))); a.close(...args); return [await got, state(a, b)]; });
    await ask("close twice", async () => { const [a, b] = pair(); a.accept(); b.accept(); const out = []; a.addEventListener("close", (e) => out.push("a", e.code)); b.addEventListener("close", (e) => out.push("b", e.code)); a.close(3000); a.close(3001); await wait(10); a.close(3002); b.close(3003); await wait(5); return [out, state(a, b)]; });
    await ask("remove listener", async () => { const [a, b] = pair(); a.accept(); b.accept(); let n = 0; const f = () => n++; b.addEventListener("message", f); a.send("1"); await wait(5); b.removeEventListener("message", f); a.send("2"); await wait(5); return n; });
    await ask("no listener yet", async () => { const [a, b] = pair(); const out = []; a.accept(); b.accept(); a.send("lost?"); await wait(5); b.addEventListener("message", (e) => out.push(e.data)); a.send("2"); await wait(5); return out; });
    await ask("accepted late", async () => { const [a, b] = pair(); const out = []; a.accept(); a.send("1"); a.close(3000, "early"); await wait(5); b.addEventListener("message", (e) => out.push(e.data)); b.addEventListener("close", (e) => out.push(e.code)); b.accept(); await wait(5); return [out, state(a, b)]; });
    await ask("big", async () => { const [a, b] = pair(); a.accept(); b.accept(); const got = new Promise((r) => b.addEventListener("message", (e) => r(e.data.length))); a.send("x".repeat(2_000_000)); return got; });
    await ask("event shape", async () => { const [a, b] = pair(); a.accept(); b.accept(); const got = new Promise((r) => b.addEventListener("message", (e) => r([e.type, e.constructor.name, e.target === b, e.origin, e.lastEventId, e.isTrusted, e.bubbles]))); a.send("x"); return got; });
    await ask("response with", () => { const [a] = pair(); const r = new Response(null, { status: 101, webSocket: a }); return [r.status, r.webSocket === a, r.ok, r.statusText]; });
    await ask("response body with", () => new Response("x", { status: 101, webSocket: pair()[0] }).status);
    await ask("response null with", () => new Response(null, { status: 200, webSocket: null }).webSocket);
    await ask("response text with", () => new Response(null, { status: 101, webSocket: "x" }).status);
    return new Response("done");
  }
  live(request) {
    const how = new URL(request.url).pathname.split("/")[2];
    const [client, server] = pair();
    if (how === "hib") this.ctx.acceptWebSocket(server); else server.accept();
    if (how === "flood") { for (let i = 0; i < 20; i++) server.send("m" + i); server.close(1000, "enough"); }
    if (how === "late") setTimeout(() => { server.send("late"); server.close(4000, "é"); }, 30);
    if (how === "ticks") { let n = 0; const id = setInterval(() => { server.send("t" + n); if (++n === 3) { clearInterval(id); server.close(); } }, 10); }
    if (how === "echo") { server.addEventListener("message", (e) => { if (e.data === "bye") server.close(1000, "bye"); else server.send(e.data); }); server.addEventListener("close", (e) => { log("echo close", { code: e.code, reason: e.reason, clean: e.wasClean, state: server.readyState }); }); }
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, m) { if (m === "bye") { ws.send("last"); ws.close(3000, "bye"); try { ws.send("more"); } catch (e) { log("send after close", err(e)); } ws.close(3001, "again"); } else { for (let i = 0; i < 3; i++) ws.send(m + i); } }
  webSocketClose(ws, code, reason, clean) { log("hib close", { code, reason, clean, state: ws.readyState }); ws.close(); log("after", { state: ws.readyState }); }
}

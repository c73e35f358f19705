// Streams, Requests, Responses and WebSocket responses over RPC: read late, cancelled, failing, piped; byte streams and others.
import { DurableObject } from "cloudflare:workers";
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
const enc = (s) => new TextEncoder().encode(s);
const from = (...chunks) => new ReadableStream({ start(c) { for (const x of chunks) c.enqueue(typeof x === "string" ? enc(x) : x); c.close(); } });
const text = (s) => new Response(s).text();
const soon = (p, ms = 200) => Promise.race([p, wait(ms).then(() => "never")]);
export class Room extends DurableObject {
  stream(...chunks) { return from(...chunks); }
  bytes() { return new ReadableStream({ type: "bytes", start(c) { c.enqueue(enc("abc")); c.close(); } }); }
  slow() { let n = 0; return new ReadableStream({ async pull(c) { await wait(15); if (n === 3) c.close(); else c.enqueue(enc("s" + n++)); }, cancel(r) { log("slow cancelled", { r: show(r) }); } }, { highWaterMark: 0 }); }
  failing() { let n = 0; return new ReadableStream({ pull(c) { if (n++) c.error(new RangeError("stream broke")); else c.enqueue(enc("ok")); } }); }
  strings() { return new ReadableStream({ start(c) { c.enqueue("text"); c.close(); } }); }
  objects() { return new ReadableStream({ start(c) { c.enqueue({ a: 1 }); c.close(); } }); }
  identity() { const { readable, writable } = new TransformStream(); const w = writable.getWriter(); w.write(enc("one ")).then(() => w.write(enc("two"))).then(() => w.close()); return readable; }
  inObject() { return { name: "n", body: from("inner"), other: from("second") }; }
  locked() { const s = from("x"); s.getReader(); return s; }
  read(s) { return text(s); }
  async readSome(s) { const r = s.getReader(); const { value } = await r.read(); await r.cancel(new Error("enough")); return new TextDecoder().decode(value); }
  kind(s) { return [String(s), s.constructor.name, s.locked]; }
  async write(w, ...chunks) { const x = w.getWriter(); for (const c of chunks) await x.write(typeof c === "string" ? enc(c) : c); await x.close(); return "written"; }
  async writeAbort(w) { const x = w.getWriter(); await x.write(enc("part")); await x.abort(new RangeError("writer broke")); return "aborted"; }
  async pipe(r, w) { await r.pipeTo(w); return "piped"; }
  upper(s) { return s.pipeThrough(new TextDecoderStream()).pipeThrough(new TransformStream({ transform(v, c) { c.enqueue(v.toUpperCase()); } })).pipeThrough(new TextEncoderStream()); }
  response(status) { return new Response("body " + status, { status, headers: { a: "1" } }); }
  streamed() { return new Response(this.slow(), { status: 202 }); }
  async takeRequest(r) { return [r.method, r.url, r.headers.get("a"), await r.text(), r instanceof Request]; }
  async takeResponse(r) { return [r.status, r.headers.get("a"), await r.text(), r instanceof Response]; }
  makeRequest() { return new Request("http://made/x?y", { method: "PUT", headers: { a: "b" }, body: "made" }); }
  blob() { return new Blob(["blob"], { type: "t/b" }); }
  file() { return new File(["file"], "n.txt", { type: "t/f" }); }
  form() { const f = new FormData(); f.append("a", "1"); return f; }
  headers() { return new Headers({ a: "1", b: "2" }); }
  url() { return new URL("http://x/"); }
  signal() { return AbortSignal.abort(new RangeError("sig")); }
  async watch(s) { if (!s.aborted) await soon(new Promise((ok) => s.addEventListener("abort", ok))); return [s.aborted, show(s.reason)]; }
  socket() { const [client, server] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(server); return new Response(null, { status: 101, webSocket: client }); }
  webSocketMessage(ws, m) { ws.send("re " + m); }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    const q = (label, fn) => ask(label, () => soon(fn(), 600));
    await q("stream", async () => { const s = await room.stream("a", "b"); return [String(s), s.locked, await text(s)]; });
    await q("empty", async () => text(await room.stream()));
    await q("bytes", async () => { const r = (await room.bytes()).getReader({ mode: "byob" }); const a = await r.read(new Uint8Array(2)); const b = await r.read(new Uint8Array(2)); const c = await r.read(new Uint8Array(2)); return [a, b, c]; });
    await q("slow", async () => text(await room.slow()));
    await q("slow cancelled", async () => { const r = (await room.slow()).getReader(); const { value } = await r.read(); await r.cancel(new Error("no more")); await wait(50); return value; });
    await q("never read", async () => { await room.slow(); return "left"; });
    await q("failing", async () => { const r = (await room.failing()).getReader(); const out = []; try { for (;;) { const { value, done } = await r.read(); if (done) break; out.push(show(value)); } } catch (e) { out.push(err(e)); } return out; });
    await q("strings", async () => text(await room.strings()));
    await q("objects", async () => text(await room.objects()));
    await q("identity", async () => text(await room.identity()));
    await q("in object", async () => { const o = await room.inObject(); return [o.name, await text(o.body), await text(o.other)]; });
    await q("locked", () => room.locked());
    await q("read", () => room.read(from("up", "load")));
    await q("read numbers", () => room.read(from(5)));
    await q("readSome", async () => { let why = "not cancelled"; let n = 0; const s = new ReadableStream({ pull(c) { c.enqueue(enc("p" + n++)); }, cancel(r) { why = show(r); } }); const v = await room.readSome(s); await wait(20); return [v, why]; });
    await q("kind", () => room.kind(from("x")));
    await q("sent twice", async () => { const s = from("x"); await room.read(s); return room.read(s); });
    await q("write", async () => { const { readable, writable } = new TransformStream(); const t = text(readable); return [await room.write(writable, "w1", "w2"), await t]; });
    await q("write text", async () => { const { readable, writable } = new IdentityTransformStream(); const t = text(readable).catch(err); return [await room.write(writable, { a: 1 }).catch(err), await soon(t, 50)]; });
    await q("write own sink", async () => { const out = []; const w = new WritableStream({ write(c) { out.push(show(c)); }, close() { out.push("close"); } }); return [await room.write(w, "k"), out]; });
    await q("sink fails", async () => { const w = new WritableStream({ write() { throw new RangeError("sink full"); } }); return room.write(w, "k", "l"); });
    await q("write abort", async () => { let why = "none"; const w = new WritableStream({ abort(r) { why = err(r); } }); return [await room.writeAbort(w), why]; });
    await q("pipe", async () => { const { readable, writable } = new TransformStream(); const t = text(readable); return [await room.pipe(from("pi", "pe"), writable), await t]; });
    await q("through the room", async () => text(await room.upper(from("up", "per"))));
    await q("response", async () => { const r = await room.response(418); return [r.status, r.headers.get("a"), await r.text(), r.constructor.name, r.ok]; });
    await q("response 204", async () => (await room.response(204)).status);
    await q("streamed", async () => { const r = await room.streamed(); return [r.status, await r.text()]; });
    await q("pipelined response", () => room.response(200).text());
    await q("pipelined headers", () => room.response(200).headers);
    await q("request", () => room.takeRequest(new Request("http://h/p", { method: "POST", body: "b", headers: { a: "1" } })));
    await q("response given", () => room.takeResponse(new Response(from("given"), { status: 201, headers: { a: "1" } })));
    await q("request made", async () => { const r = await room.makeRequest(); return [r.method, r.url, r.headers.get("a"), await r.text()]; });
    await q("incoming", () => room.takeRequest(request));
    await q("blob", async () => { const b = await room.blob(); return [b.constructor.name, b.type, await b.text()]; });
    await q("file", async () => { const b = await room.file(); return [b.constructor.name, b.name, b.type, await b.text()]; });
    await q("form", () => room.form());
    await q("headers", async () => [...(await room.headers())]);
    await q("url", () => room.url());
    await q("signal", async () => { const s = await room.signal(); return [s.constructor.name, s.aborted, show(s.reason)]; });
    await q("signal given", async () => { const c = new AbortController(); const p = room.watch(c.signal); await wait(20); c.abort(new RangeError("from afar")); return p; });
    await q("signal aborted before", () => room.watch(AbortSignal.abort("early")));
    await q("socket", async () => { const r = await room.socket(); const ws = r.webSocket; if (!ws) return [r.status, show(ws)]; ws.accept(); const got = new Promise((ok) => ws.addEventListener("message", (e) => ok(e.data))); ws.send("hi"); return [r.status, await got]; });
    return new Response("done");
  },
};

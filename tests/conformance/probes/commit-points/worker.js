// Which awaits between a write and an abort let the write be committed: storage, crypto, bodies, streams, timers, microtasks, calls, sockets, caches.
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
const enc = new TextEncoder();
const awaits = {
  "nothing": () => {}, "null": () => null, "microtasks": async () => { for (let i = 0; i < 50; i++) await null; }, "queueMicrotask": () => new Promise((r) => queueMicrotask(r)),
  "get": (s) => s.get("zz"), "get noCache": (s) => s.get("zz", { noCache: true }), "list": (s) => s.list(), "put": (s) => s.put("other", 1), "delete": (s) => s.delete("other"), "getAlarm": (s) => s.getAlarm(), "setAlarm": (s) => s.setAlarm(Date.now() + 60000), "many gets": async (s) => { for (let i = 0; i < 30; i++) await s.get("k" + i); }, "sql": (s) => s.sql.exec("SELECT 1").one(), "sync": (s) => s.sync(), "bookmark": (s) => s.getCurrentBookmark(),
  "digest": () => crypto.subtle.digest("SHA-256", enc.encode("x")), "importKey": () => crypto.subtle.importKey("raw", enc.encode("x"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]), "generateKey": () => crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]),
  "response text": () => new Response("x").text(), "response json": () => new Response("{}").json(), "blob text": () => new Blob(["x"]).text(), "blob stream": async () => { for await (const x of new Blob(["x"]).stream()) x; }, "form": async () => new Response(new URLSearchParams("a=1")).formData(),
  "stream read": () => new ReadableStream({ start(c) { c.enqueue(1); } }).getReader().read(), "byte stream": () => new Response(new ReadableStream({ start(c) { c.enqueue(enc.encode("x")); c.close(); } })).text(), "transform": async () => { const t = new TransformStream(); t.writable.getWriter().write(1); await t.readable.getReader().read(); }, "identity": async () => { const t = new IdentityTransformStream(); t.writable.getWriter().write(enc.encode("x")); await t.readable.getReader().read(); }, "pipeTo": () => new Response("x").body.pipeTo(new WritableStream()), "gzip": async () => new Response(new Blob(["x"]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  "timeout 0": () => wait(0), "timeout 1": () => wait(1), "scheduler 0": () => scheduler.wait(0), "abort timeout": () => new Promise((r) => AbortSignal.timeout(0).addEventListener("abort", r)), "message channel": () => new Promise((r) => { const { port1, port2 } = new MessageChannel(); port2.onmessage = r; port1.postMessage(1); }),
  "request text": (s, r) => r.text(), "request clone": (s, r) => r.clone().text(), "stub fetch": (s, r, env) => env.ROOM.getByName("x").fetch("http://x/ping"), "stub call": (s, r, env) => env.ROOM.getByName("x").ping(), "entry call": (s, r, env, ctx) => ctx.exports.default && ctx.exports.Room.getByName("y").ping(), "cache": () => caches.default.match("http://x/").catch(() => {}),
  "socket pair": () => new Promise((r) => { const [a, b] = Object.values(new WebSocketPair()); a.accept(); b.accept(); b.addEventListener("message", r); a.send("x"); }), "block": (s, r, env, ctx) => ctx.blockConcurrencyWhile(async () => {}), "transaction": (s) => s.transaction(async () => {}), "transactionSync": (s) => s.transactionSync(() => {}), "clone": () => structuredClone({}), "promise all": (s) => Promise.all([s.get("a1"), s.get("a2")]), "waitUntil": (s, r, env, ctx) => ctx.waitUntil(Promise.resolve()), "acceptWebSocket": (s, r, env, ctx) => ctx.acceptWebSocket(new WebSocketPair()[0]),
};
export class Room extends DurableObject {
  ping() { return "pong"; }
  look() { return this.ctx.storage.get("kept"); }
  async fetch(request) {
    const what = decodeURIComponent(new URL(request.url).pathname.slice(1));
    if (what === "ping") return new Response("pong");
    this.ctx.storage.put("kept", 1);
    const v = awaits[what](this.ctx.storage, request, this.env, this.ctx);
    if (v instanceof Promise || typeof v?.then === "function") await v;
    this.ctx.abort("reset");
  }
}
export default {
  async fetch(request, env) {
    for (const what of Object.keys(awaits)) {
      const e = await env.ROOM.getByName(what).fetch("http://x/" + encodeURIComponent(what), { method: "POST", body: "body" }).then(() => "no error", (x) => x.message);
      await ask(what, async () => [e, (await env.ROOM.getByName(what).look()) === 1 ? "kept" : "lost"]);
    }
    return new Response("done");
  },
};

// Rate limiter, session store, queue, counter shards and a cache in objects, called over RPC; class instances, Maps and Dates in and out of storage.
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
export class Limiter extends DurableObject {
  tokens = 3; #log = [];
  async take(n = 1) { if (n > this.tokens) return { ok: false, left: this.tokens }; this.tokens -= n; return { ok: true, left: this.tokens }; }
  async window(max, now) { const list = (await this.ctx.storage.get("hits")) ?? []; const fresh = list.filter((t) => t > now - 100); if (fresh.length >= max) return { ok: false, retry: fresh[0] + 100 - now }; fresh.push(now); await this.ctx.storage.put("hits", fresh); return { ok: true, n: fresh.length }; }
  refill() { this.tokens = 3; }
}
export class Store extends DurableObject {
  async set(id, value, ttl) { const old = await this.ctx.storage.get("s:" + id); await this.ctx.storage.put({ ["s:" + id]: { value, at: new Date(0), ttl }, ["t:" + String(ttl).padStart(6, "0") + ":" + id]: id }); return old?.value ?? null; }
  async get(id) { const s = await this.ctx.storage.get("s:" + id); return s && { ...s, kind: s.value?.constructor?.name }; }
  async sweep(limit) { const due = await this.ctx.storage.list({ prefix: "t:", end: "t:" + String(limit).padStart(6, "0") }); await this.ctx.storage.delete([...due.keys(), ...[...due.values()].map((id) => "s:" + id)]); return [...due]; }
  async all() { return new Map([...(await this.ctx.storage.list({ prefix: "s:" }))].map(([k, v]) => [k, v.value])); }
  async touch(id) { const s = await this.ctx.storage.get("s:" + id); s.value.n = (s.value.n ?? 0) + 1; const again = await this.ctx.storage.get("s:" + id); return [s.value.n, again.value.n ?? null]; }
  async many(n) { await this.ctx.storage.put(Object.fromEntries(Array.from({ length: n }, (_, i) => ["k" + String(i).padStart(3, "0"), i]))); const got = await this.ctx.storage.get(["k005", "zz", "k001"]); return [[...got], (await this.ctx.storage.list({ prefix: "k" })).size, await this.ctx.storage.delete([...(await this.ctx.storage.list({ prefix: "k" })).keys()])]; }
  async page(after, n) { const m = await this.ctx.storage.list({ prefix: "p", limit: n + 1, ...(after && { startAfter: after }) }); const keys = [...m.keys()]; return { keys: keys.slice(0, n), next: keys.length > n ? keys[n - 1] : null }; }
  async fill() { for (const k of ["p1", "p10", "p2", "pä", "pz", "P1", "q"]) this.ctx.storage.put(k, k); }
  async kinds() { class Point { constructor(x) { this.x = x; } len() { return this.x; } } const s = this.ctx.storage; await s.put("point", new Point(3)); const p = await s.get("point"); await s.put("big", { n: 5n, m: new Map([["k", new Set([1])]]), d: new Date(5), r: /x/g, e: new RangeError("e"), u: undefined, a: [, 1], nan: NaN, z: -0, buf: new Uint8Array([1, 2]).subarray(1) }); return [p.constructor.name, p.x, typeof p.len, show(await s.get("big"))]; }
  async refused() { const out = []; for (const [k, v] of Object.entries({ fn: () => 1, nested: { f() {} }, sym: Symbol("s"), promise: Promise.resolve(), weak: new WeakMap(), proxy: new Proxy({}, {}), socket: Object.values(new WebSocketPair())[0], stub: this.env.STORE.getByName("x"), resp: new Response("x"), stream: new ReadableStream() })) { try { await this.ctx.storage.put("r", v); out.push([k, "kept"]); } catch (e) { out.push([k, e.name, e.message]); } } return out; }
  async parallel() { const s = this.ctx.storage; await s.put("c", 0); const add = async () => { const c = await s.get("c"); await s.put("c", c + 1); }; await Promise.all([add(), add(), add()]); const one = await s.get("c"); for (let i = 0; i < 3; i++) s.transaction(async (t) => t.put("c", (await t.get("c")) + 1)); await s.sync(); return [one, await s.get("c")]; }
}
export class Queue extends DurableObject {
  waiting = [];
  async push(x) { const f = this.waiting.shift(); if (f) { f(x); return "handed over"; } const n = ((await this.ctx.storage.get("tail")) ?? 0) + 1; await this.ctx.storage.put({ tail: n, ["q" + String(n).padStart(6, "0")]: x }); return n; }
  async pull(ms) { const [first] = await this.ctx.storage.list({ prefix: "q", limit: 1 }); if (first) { await this.ctx.storage.delete(first[0]); return first[1]; } return Promise.race([new Promise((r) => this.waiting.push(r)), wait(ms).then(() => null)]); }
  async size() { return (await this.ctx.storage.list({ prefix: "q" })).size; }
}
export default {
  async fetch(request, env) {
    const lim = env.LIMITER.getByName("ip"), st = env.STORE.getByName("s"), q = env.QUEUE.getByName("q");
    await ask("bucket", async () => [await lim.take(), await lim.take(2), await lim.take(), (await lim.refill(), await lim.take(3))]);
    await ask("bucket at once", async () => { await lim.refill(); return Promise.all([lim.take(2), lim.take(2), lim.take(1)]); });
    await ask("window", () => Promise.all([1000, 1010, 1020, 1050, 1101, 1110].map((t) => lim.window(3, t))));
    await ask("fields", () => lim.tokens);
    await ask("sessions", async () => [await st.set("a", { user: "ann", roles: new Set(["x"]) }, 5), await st.set("b", new Map([["k", 1]]), 50), await st.set("a", { user: "ann2" }, 70), await st.get("a"), await st.get("b"), await st.get("none")]);
    await ask("touch", () => st.touch("a"));
    await ask("touch none", () => st.touch("zz"));
    await ask("all", () => st.all());
    await ask("sweep", async () => [await st.sweep(60), await st.all()]);
    await ask("set undefined", () => st.set("u", undefined, 1));
    await ask("many", () => st.many(100));
    await ask("pages", async () => { await st.fill(); const out = []; let next; do { const p = await st.page(next, 2); out.push(p.keys); next = p.next; } while (next); return out; });
    await ask("kinds", () => st.kinds());
    await ask("refused", () => st.refused());
    await ask("parallel", () => st.parallel());
    await ask("queue", async () => [await q.push("a"), await q.push({ b: 1 }), await q.size(), await q.pull(10), await q.pull(10), await q.pull(10), await q.push("late"), await q.size()]);
    await ask("queue long poll", async () => { const p = q.pull(200); await wait(20); const pushed = await q.push("now"); return [pushed, await p]; });
    await ask("queue at once", async () => { const r = await Promise.all([q.pull(100), q.pull(100), q.push(1), q.push(2), q.push(3)]); return [r, await q.size()]; });
    await ask("shards", async () => { const names = Array.from({ length: 6 }, (_, i) => "shard" + (i % 3)); const r = await Promise.all(names.map((n) => env.LIMITER.getByName(n).take())); return r.map((x) => x.left); });
    await ask("unique", async () => { const id = env.STORE.newUniqueId(); const s = env.STORE.get(id); await s.set("a", 1, 1); return [await env.STORE.get(env.STORE.idFromString(id.toString())).all(), s.name, s.id.equals(id)]; });
    return new Response("done");
  },
};

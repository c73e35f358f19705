// blockConcurrencyWhile() in a handler: what was written before it is committed when it begins, what it wrote when it has ended well; then a throw or an abort.
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
const boom = async () => { throw new Error("b"); };
const W = {
  "await put, block": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(boom); },
  "put, block": async (s, ctx) => { s.put("left", 1); await ctx.blockConcurrencyWhile(boom); },
  "sql, block": async (s, ctx) => { s.kv.put("left", 1); await ctx.blockConcurrencyWhile(boom); },
  "get, put, block": async (s, ctx) => { await s.get("x"); await s.put("left", 1); await ctx.blockConcurrencyWhile(boom); },
  "put, block sync throw": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(() => { throw new Error("b"); }); },
  "put, block, put in": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(async () => { await s.put("in", 1); throw new Error("b"); }); },
  "put, block with get": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(async () => { await s.get("q"); throw new Error("b"); }); },
  "put, block good, abort": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(async () => {}); ctx.abort("b"); },
  "block good, put, abort": async (s, ctx) => { await ctx.blockConcurrencyWhile(async () => {}); await s.put("left", 1); ctx.abort("b"); },
  "put, abort in block": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(async () => { ctx.abort("b"); }); },
  "put in good block, abort": async (s, ctx) => { await ctx.blockConcurrencyWhile(async () => { await s.put("left", 1); }); ctx.abort("b"); },
};
export class Room extends DurableObject {
  async look() { const s = this.ctx.storage; return [show(await s.get("left")), show(await s.get("in")), (await s.getAlarm()) !== null]; }
  async fetch(r) { await W[decodeURIComponent(new URL(r.url).pathname.slice(1))](this.ctx.storage, this.ctx); return new Response("x"); }
  async rpc(w) { await W[w](this.ctx.storage, this.ctx); }
  async later(w) { await wait(1); await W[w](this.ctx.storage, this.ctx); }
  async arm(w) { await this.ctx.storage.put("w", w); await this.ctx.storage.setAlarm(Date.now()); }
  async alarm(i) { if (i.retryCount) return; await W[await this.ctx.storage.get("w")](this.ctx.storage, this.ctx); }
}
export default { async fetch(request, env) { for (const w of Object.keys(W)) {
  const go = { fetch: (s) => s.fetch("http://x/" + encodeURIComponent(w)), rpc: (s) => s.rpc(w), later: (s) => s.later(w), alarm: async (s) => { await s.arm(w); await wait(40); } };
  for (const [how, f] of Object.entries(go)) { const e = await f(env.ROOM.getByName(w + how)).then(() => "none", (x) => x.message); await ask(w + " / " + how, async () => [e, ...(await env.ROOM.getByName(w + how).look())]); } }
  return new Response("done"); } };

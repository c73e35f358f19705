// alarm() ends badly after a write that is committed at once: deleteAll, a transaction, sync, a new alarm; then abort or throw: is it run again, with which count, on what storage?
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
const plans = {
  "deleteAll, abort": async (s, ctx) => { await s.deleteAll(); ctx.abort("a"); },
  "deleteAll, throw": async (s) => { await s.deleteAll(); throw new Error("t"); },
  "deleteAll, put, abort": async (s, ctx) => { await s.deleteAll(); await s.put("left", 1); ctx.abort("a"); },
  "deleteAll, setAlarm, abort": async (s, ctx) => { await s.deleteAll(); await s.setAlarm(Date.now() + 300); ctx.abort("a"); },
  "deleteAll, setAlarm, sync, abort": async (s, ctx) => { await s.deleteAll(); await s.setAlarm(Date.now() + 300); await s.sync(); ctx.abort("a"); },
  "tx, abort": async (s, ctx) => { await s.transaction(async (t) => { await t.put("left", 1); }); ctx.abort("a"); },
  "tx setAlarm, abort": async (s, ctx) => { await s.transaction(async (t) => { await t.setAlarm(Date.now() + 300); }); ctx.abort("a"); },
  "tx deleteAlarm, abort": async (s, ctx) => { await s.transaction(async (t) => { await t.deleteAlarm(); }); ctx.abort("a"); },
  "setAlarm, abort": async (s, ctx) => { await s.setAlarm(Date.now() + 300); ctx.abort("a"); },
  "setAlarm, sync, abort": async (s, ctx) => { await s.setAlarm(Date.now() + 300); await s.sync(); ctx.abort("a"); },
  "setAlarm, sync, throw": async (s) => { await s.setAlarm(Date.now() + 300); await s.sync(); throw new Error("t"); },
  "put, throw": async (s) => { await s.put("left", 1); throw new Error("t"); },
  "sync, abort": async (s, ctx) => { await s.put("left", 1); await s.sync(); ctx.abort("a"); },
  "block throws": async (s, ctx) => { await s.put("left", 1); await ctx.blockConcurrencyWhile(async () => { throw new Error("b"); }); },
  "deleteAll": async (s) => { await s.deleteAll(); },
  "deleteAlarm": async (s) => { await s.deleteAlarm(); },
};
const runs = {};
export class Room extends DurableObject {
  async start() { await this.ctx.storage.put("a", 1); await this.ctx.storage.setAlarm(Date.now()); }
  async look() { const s = this.ctx.storage; return [show(await s.get("a")), show(await s.get("left")), (await s.getAlarm()) !== null]; }
  async alarm(info) {
    const name = this.ctx.id.name, s = this.ctx.storage, list = (runs[name] ??= []);
    list.push([info.retryCount, info.isRetry, await s.getAlarm(), show(await s.get("a")), show(await s.get("left"))]);
    if (list.length === 1) await plans[name](s, this.ctx);
  }
}
export default {
  async fetch(request, env) {
    const names = Object.keys(plans);
    if (request.url.endsWith("/start")) { for (const n of names) await env.ROOM.getByName(n).start(); return new Response("started"); }
    for (const n of names) await ask(n + new URL(request.url).pathname, async () => [runs[n], await env.ROOM.getByName(n).look()]);
    return new Response("done");
  },
};

// RPC odds and ends: the 32 MiB limit, sync or async refusal, fetch and RPC in one order, concurrency, gates.
import { DurableObject, RpcTarget, RpcStub, WorkerEntrypoint } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => {
  const o = { name: e?.name, message: e?.message ?? String(e), kind: e?.constructor?.name };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e?.[k] !== undefined) o[k] = e[k];
  return o;
};
const show = (v) => {
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + " " + v?.constructor?.name + ">";
  if (v === null || typeof v !== "object") return v;
  if (Array.isArray(v)) return v.map(show);
  const o = Object.getPrototypeOf(v) === Object.prototype ? {} : { "<class>": v.constructor?.name };
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const c = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };

const big = (n) => new Uint8Array(n);
export class Room extends DurableObject {
  size(v) { return v.byteLength; }
  make(n) { return big(n); }
  boom() { throw new RangeError("boom"); }
  mark(x) { log("mark", { x }); return x; }
  async fetch(req) { const x = new URL(req.url).pathname.slice(1); log("fetch", { x }); if (x === "slow") await wait(50); return new Response(x); }
  async slow(x, ms) { log("slow", { x }); await wait(ms); log("slow done", { x }); return x; }
  async count() { const n = (await this.ctx.storage.get("n")) ?? 0; await this.ctx.storage.put("n", n + 1); return n + 1; }
  async block(ms) { await this.ctx.blockConcurrencyWhile(async () => { log("block"); await wait(ms); log("block done"); }); return "blocked"; }
  async reenter() { return await this.env.ROOM.get(this.ctx.id).mark("reentered"); }
  who() { return [this instanceof Room, this.ctx.id.name]; }
  put(k, v) { this.ctx.storage.put(k, v); return "put"; }
  async putAbort() { this.ctx.storage.put("lost", 1); this.ctx.abort("gone"); }
  async read(k) { return (await this.ctx.storage.get(k)) ?? "missing"; }
}
export default {
  async fetch(req, env) {
    const s = env.ROOM.get(env.ROOM.idFromName("r1"));
    await c("32 MiB less 16 bytes in", () => s.size(big(33554432 - 16)));
    await c("32 MiB in", () => s.size(big(33554432)));
    await c("32 MiB out", async () => (await s.make(33554432)).byteLength);
    await c("refusal", async () => { let p; try { p = s.mark(new URL("http://x")); log("returned", { type: typeof p }); } catch (e) { log("threw"); } return p; });
    await c("refusal of a promise", async () => { let p; try { p = s.mark(Promise.resolve(1)); log("returned", { type: typeof p }); } catch (e) { log("threw"); } return p; });
    await c("one order", async () => { const a = s.mark(1), b = s.fetch("http://x/2"), d = s.mark(3), e = s.fetch("http://x/4"); return [await a, await (await b).text(), await d, await (await e).text()]; });
    await c("slow ones overlap", () => Promise.all([s.slow("a", 40), s.slow("b", 20), s.mark("c")]));
    await c("counter", () => Promise.all([s.count(), s.count(), s.count()]));
    await c("blocked", () => Promise.all([s.block(30), s.mark("after block")]));
    await c("reentrant", () => s.reenter());
    await c("this", () => s.who());
    await c("two stubs", () => { const t = env.ROOM.getByName("r1"); return Promise.all([s.mark("s1"), t.mark("t1"), s.mark("s2"), t.mark("t2")]); });
    await c("put", () => s.put("k", 5)); await c("read", () => s.read("k"));
    await c("put and abort", () => s.putAbort());
    await c("the same stub", () => s.read("lost"));
    await c("a new stub", () => env.ROOM.getByName("r1").read("lost"));
    return new Response("ok");
  },
};

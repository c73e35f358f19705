// A class without SQL, as older applications have it: get, put, list, transactions, alarms, options, and what of the newer storage is refused.
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
export class Room {
  constructor(ctx, env) { Object.assign(this, { ctx, env, storage: ctx.storage }); }
  async fetch() {
    const s = this.storage;
    await ask("put", async () => [await s.put("a", 1), await s.put({ b: { n: 2 }, c: undefined, d: null }), await s.get("a"), await s.get("c"), await s.get("d"), await s.get(["a", "b", "zz"])]);
    await ask("mutated", async () => { const o = { n: 1 }; const p = s.put("o", o); o.n = 2; await p; const g = await s.get("o"); g.n = 3; return [g.n, (await s.get("o")).n]; });
    await ask("delete", async () => [await s.delete("a"), await s.delete("a"), await s.delete(["b", "zz", "d"])]);
    await ask("list", async () => { await s.put({ "u:2": 2, "u:1": 1, "u:10": 10, v: 0 }); return [[...(await s.list({ prefix: "u:" }))], [...(await s.list({ prefix: "u:", reverse: true, limit: 2 })).keys()], [...(await s.list({ start: "u:10", end: "v" })).keys()], [...(await s.list({ startAfter: "u:10" })).keys()], (await s.list({ prefix: "zz" })).size]; });
    await ask("options", async () => [await s.put("opt", 1, { allowUnconfirmed: true, noCache: true, allowConcurrency: true }), await s.get("opt", { allowConcurrency: true, noCache: true }), await s.delete("opt", { allowUnconfirmed: true, noCache: true })]);
    await ask("unawaited", async () => { s.put("x", 1); s.put("x", 2); const g = s.get("x"); s.delete("x"); return [await g, await s.get("x")]; });
    await ask("list sees unawaited", async () => { s.put("w1", 1); s.put("w2", 2); s.delete("w1"); return [...(await s.list({ prefix: "w" }))]; });
    await ask("transaction", async () => { const r = await s.transaction(async (t) => { await t.put("t", 1); const inside = await t.get("t"), outside = await s.get("t"); await t.delete("v"); return [inside, outside, [...(await t.list({ prefix: "u" })).keys()], await t.get(["t", "u:1"])]; }); return [r, await s.get("t"), await s.get("v")]; });
    await ask("transaction throws", async () => { const e = await s.transaction(async (t) => { await t.put("t", 9); await t.put("new", 1); throw new RangeError("undo"); }).catch(err); return [e, await s.get("t"), await s.get("new")]; });
    await ask("transaction rollback", async () => { const r = await s.transaction(async (t) => { await t.put("t", 9); t.rollback(); return "value"; }); return [r, await s.get("t")]; });
    await ask("use after rollback", () => s.transaction(async (t) => { t.rollback(); await t.put("t", 1); }));
    await ask("use after end", async () => { let keep; await s.transaction(async (t) => { keep = t; }); return keep.get("t"); });
    await ask("nested", async () => { const out = []; await s.transaction(async (t) => { await t.put("n", 1); await s.transaction(async (u) => { out.push(await u.get("n")); await u.put("n", 2); u.rollback(); }); out.push(await t.get("n")); }); return [out, await s.get("n")]; });
    await ask("transactions at once", async () => { await s.put("c", 0); const add = () => s.transaction(async (t) => { const c = await t.get("c"); await wait(2); await t.put("c", c + 1); return c; }); return [await Promise.all([add(), add(), add()]), await s.get("c")]; });
    await ask("write outside meanwhile", async () => { const p = s.transaction(async (t) => { const a = await t.get("c"); await wait(5); await t.put("c", a + 100); return a; }); s.put("c", 50); return [await p, await s.get("c")]; });
    await ask("transaction sync function", () => s.transaction(() => 5));
    await ask("transactionSync", () => s.transactionSync(() => 5));
    await ask("sql", () => s.sql.exec("select 1").one());
    await ask("kv get", () => s.kv.get("a"));
    await ask("kv put", () => s.kv.put("a", 1));
    await ask("size", () => s.sql.databaseSize);
    await ask("bookmark", () => s.getCurrentBookmark());
    await ask("alarm", async () => { await s.setAlarm(Date.now() + 60000); const set = await s.getAlarm(); await s.transaction(async (t) => { await t.setAlarm(Date.now() + 90000); t.rollback(); }); const same = (await s.getAlarm()) === set; await s.deleteAlarm(); return [same, await s.getAlarm()]; });
    await ask("alarm in transaction", async () => { await s.transaction(async (t) => { await t.setAlarm(Date.now() + 20); await t.put("armed", true); }); return (await s.getAlarm()) !== null; });
    await ask("refused", async () => [await s.put("f", () => 1).catch(err), await s.put("u", undefined).catch(err), await s.put().catch(err)].map(show));
    await ask("refused at once", () => { s.put("p", Promise.resolve(1)); return "no throw"; });
    await ask("big value", async () => { await s.put("big", "x".repeat(100000)); return (await s.get("big")).length; });
    await ask("many keys", async () => { await s.put(Object.fromEntries(Array.from({ length: 128 }, (_, i) => ["many" + i, i]))); return [(await s.list({ prefix: "many" })).size, await s.delete([...(await s.list({ prefix: "many" })).keys()])]; });
    await ask("sync", async () => { s.put("y", 1); return s.sync(); });
    await wait(60);
    await ask("alarm ran", async () => [await s.get("ran"), await s.getAlarm()]);
    await ask("deleteAll", async () => { await s.deleteAll(); return [...(await s.list())].length; });
    await ask("block", () => this.ctx.blockConcurrencyWhile(async () => { await s.put("z", 1); return s.get("z"); }));
    return new Response("done");
  }
  async alarm(info) { await this.storage.put("ran", { retry: info.retryCount, armed: await this.storage.get("armed") }); }
}

// storage.kv as newer applications use it: get, put, delete, list with every option, writing while listing, transactions, agreement with the asynchronous API and SQL.
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
  constructor(ctx) { this.ctx = ctx; }
  async fetch() {
    const s = this.ctx.storage, k = s.kv;
    await ask("put get", () => [k.put("a", { n: 1 }), k.get("a"), k.get("none"), k.put("nul", null), k.get("nul"), k.put("un", undefined), k.get("un"), [...k.list()].map(([n]) => n)]);
    await ask("copies", () => { const o = { n: 1 }; k.put("o", o); o.n = 2; const g = k.get("o"); g.n = 3; return [k.get("o").n, k.get("o") === k.get("o")]; });
    await ask("delete", () => [k.delete("a"), k.delete("a"), k.delete("un"), k.delete("nul"), k.delete("o")]);
    for (const n of ["u:1", "u:10", "u:2", "v", "ü", "U"]) k.put(n, n);
    const L = (o) => [...k.list(o)].map(([n]) => n);
    await ask("list", () => [L(), L({ prefix: "u:" }), L({ start: "u:10" }), L({ startAfter: "u:10" }), L({ end: "u:2" }), L({ limit: 2 }), L({ reverse: true, limit: 2 }), L({ prefix: "u:", reverse: true, start: "u:10" }), L({ prefix: "zz" }), L({}), L(undefined), L(null)]);
    for (const o of [{ limit: 0 }, { limit: -1 }, { limit: "2" }, { limit: 1.5 }, { start: "a", startAfter: "b" }, { prefix: 5 }, { reverse: "yes" }, { start: null }, { unknown: 1 }]) await ask("list " + JSON.stringify(o), () => L(o));
    await ask("iterator", () => { const l = k.list({ prefix: "u:" }); return [String(l), typeof l.next, l[Symbol.iterator]() === l, l.next(), [...l].length, l.next()]; });
    await ask("helpers", () => k.list({ prefix: "u:" }).map(([n, v]) => n + v.length).toArray());
    await ask("map object", () => [new Map(k.list({ prefix: "u:" })).size, Object.fromEntries(k.list({ prefix: "u:" }))]);
    await ask("write while listing", () => { const out = []; for (const [n] of k.list({ prefix: "u:" })) { out.push(n); k.delete(n); if (out.length === 1) k.put("u:3", 1); } return [out, L({ prefix: "u:" })]; });
    await ask("two lists", () => { const a = k.list(), b = k.list(); return [a.next().value[0], b.next().value[0], a.next().value[0], b.next().value[0]]; });
    await ask("list over an await", async () => { const l = k.list(); const first = l.next().value[0]; await wait(1); k.put("zz", 1); return [first, [...l].map(([n]) => n)]; });
    await ask("async agrees", async () => { k.put("x", 1); const a = await s.get("x"); s.put("x", 2); const b = k.get("x"); const p = s.delete("x"); const c = k.get("x"); return [a, b, c, await p, await s.get("x")]; });
    await ask("async list agrees", async () => { s.put("w1", 1); k.put("w2", 2); return [[...(await s.list({ prefix: "w" })).keys()], L({ prefix: "w" })]; });
    await ask("transactionSync", () => { try { s.transactionSync(() => { k.put("t", 1); k.delete("w1"); throw new Error("back"); }); } catch (e) { return [e.message, k.get("t"), k.get("w1")]; } });
    await ask("in transaction", async () => { const r = await s.transaction(async (t) => { k.put("t2", 1); const a = await t.get("t2"); t.rollback(); return a; }); return [r, k.get("t2")]; });
    await ask("open list over rollback", () => { let l; try { s.transactionSync(() => { k.put("w3", 3); l = k.list({ prefix: "w" }); l.next(); throw new Error("x"); }); } catch { /* expected */ } return [...l].map(([n]) => n); });
    for (const [n, f] of Object.entries({ "get none": () => k.get(), "get number": () => k.get(5), "get list": () => k.get(["w1"]), "get null": () => k.get(null), "put one": () => k.put("a"), "put object": () => k.put({ a: 1 }), "put function": () => k.put("f", () => 1), "put symbol": () => k.put(Symbol("s"), 1), "put three": () => k.put("p", 1, { noCache: true }), "delete list": () => k.delete(["w1", "w2"]), "delete none": () => k.delete(), "list text": () => [...k.list("w")].length, "has": () => k.has("w1"), "clear": () => k.clear(), "deleteAll": () => k.deleteAll(), "empty key": () => [k.put("", 1), k.get(""), k.delete("")], "surrogate": () => [k.put("\ud800", 1), L({ start: "\uffee" }).map((x) => [...x].map((c) => c.codePointAt(0)))] })) await ask(n, f);
    await ask("kinds", () => { k.put("k", { d: new Date(1), m: new Map([["a", new Set([1])]]), b: new Uint8Array([1, 2]).subarray(1), e: new TypeError("t"), big: 3n, n: NaN, r: /x/g, nested: [undefined, null] }); return k.get("k"); });
    await ask("big", () => { k.put("big", new Uint8Array(1_500_000)); return [k.get("big").length, k.delete("big")]; });
    await ask("sql sees", () => { try { return s.sql.exec("SELECT count(*) AS n FROM _cf_KV").one(); } catch (e) { return err(e); } });
    await ask("counter", async () => { k.put("c", 0); const add = async () => { const c = k.get("c"); await null; k.put("c", c + 1); }; await Promise.all([add(), add(), add()]); const lost = k.get("c"); for (let i = 0; i < 3; i++) k.put("c", k.get("c") + 1); return [lost, k.get("c")]; });
    await ask("after deleteAll", async () => { await s.deleteAll(); return [L(), k.get("c"), k.put("n", 1), L()]; });
    await ask("detached", () => { const { get } = k; return get("n"); });
    return new Response("done");
  }
}

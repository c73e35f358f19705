// Cursors as applications use them: iterator helpers, early ends, writes while reading, awaits between rows, binding kinds, repeated text, big results.
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
    const { storage } = this.ctx; const { sql } = storage;
    const E = (...a) => sql.exec(...a);
    E("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n REAL)");
    for (let i = 1; i <= 6; i++) E("INSERT INTO t (a, n) VALUES (?, ?)", "r" + i, i / 2);
    await ask("for of", () => { const out = []; for (const { id, a } of E("SELECT * FROM t")) { out.push(id + a); if (id === 2) break; } return out; });
    await ask("go on after break", () => { const c = E("SELECT id FROM t"); for (const r of c) if (r.id === 2) break; return [c.rowsRead, c.toArray(), c.next()]; });
    await ask("two at once", () => { const a = E("SELECT id FROM t"), b = E("SELECT id FROM t"); return [a.next().value, b.next().value, a.next().value, b.toArray().length, a.toArray().length]; });
    await ask("helpers", () => [[...E("SELECT id FROM t").raw().map((r) => r[0] * 2)], typeof E("SELECT 1").map, E("SELECT id FROM t").raw().toArray().flat(), Array.from(E("SELECT id FROM t LIMIT 2"), (r) => r.id), Object.fromEntries(E("SELECT a, n FROM t LIMIT 2").raw())]);
    await ask("helpers of cursor", () => E("SELECT id FROM t").toArray().map((r) => r.id));
    await ask("drop take", () => [...E("SELECT id FROM t")[Symbol.iterator]().drop(1).take(2)]);
    await ask("destructure", () => { const [first, second] = E("SELECT id FROM t"); const [{ n }] = E("SELECT count(*) AS n FROM t"); return [first, second, n]; });
    await ask("destructure none", () => { const [x] = E("SELECT id FROM t WHERE 0"); return x; });
    await ask("one", () => [E("SELECT max(n) AS m FROM t").one(), E("SELECT 1 AS a, 2 AS b").one()]);
    await ask("one none", () => E("SELECT id FROM t WHERE id = 99").one());
    await ask("one many", () => E("SELECT id FROM t").one());
    await ask("one after next", () => { const c = E("SELECT id FROM t LIMIT 2"); c.next(); return c.one(); });
    await ask("one twice", () => { const c = E("SELECT 1 AS x"); return [c.one(), c.one()]; });
    await ask("names", () => { const c = E("SELECT id, a AS name, n + 1, count(*) OVER () FROM t LIMIT 1"); return [c.columnNames, c.toArray(), c.columnNames]; });
    await ask("names of insert", () => { const c = E("INSERT INTO t (a) VALUES ('x') RETURNING id AS made"); return [c.columnNames, c.toArray(), c.rowsWritten]; });
    await ask("names of update", () => { const c = E("UPDATE t SET n = 9 WHERE a = 'x'"); return [c.columnNames, c.toArray(), c.rowsRead, c.rowsWritten]; });
    await ask("write while reading", () => { const out = []; for (const { id } of E("SELECT id FROM t ORDER BY id")) { out.push(id); if (id < 3) E("UPDATE t SET n = n + 100 WHERE id = ?", id + 1); if (id === 3) E("DELETE FROM t WHERE id = 4"); if (id === 5 && out.length < 9) E("INSERT INTO t (id, a) VALUES (50, 'late')"); } return [out, E("SELECT id, n FROM t").raw().toArray()]; });
    await ask("delete while reading", () => { let n = 0; for (const { id } of E("SELECT id FROM t")) { E("DELETE FROM t WHERE id = ?", id); n++; } return [n, E("SELECT count(*) AS n FROM t").one().n]; });
    for (let i = 1; i <= 4; i++) E("INSERT INTO t (id, a) VALUES (?, ?)", i, "z" + i);
    await ask("await between", async () => { const out = []; for (const { id } of E("SELECT id FROM t")) { out.push(id); await storage.put("k" + id, id); await wait(1); } return [out, (await storage.list({ prefix: "k" })).size]; });
    await ask("in transaction", () => storage.transactionSync(() => { const c = E("SELECT id FROM t"); c.next(); return [c.next().value, c.toArray().length]; }));
    await ask("open over rollback", () => { let c; try { storage.transactionSync(() => { E("INSERT INTO t (id) VALUES (77)"); c = E("SELECT id FROM t ORDER BY id DESC"); c.next(); throw new Error("x"); }); } catch (e) { return [e.message, (() => { try { return c.toArray().length; } catch (x) { return err(x); } })()]; } });
    await ask("open over drop", () => { E("CREATE TABLE u (x); INSERT INTO u VALUES (1), (2)"); const c = E("SELECT x FROM u"); c.next(); try { E("DROP TABLE u"); return "dropped"; } catch (e) { return [err(e), c.toArray().length, E("DROP TABLE u").rowsWritten]; } });
    await ask("same text", () => { const q = "SELECT id FROM t WHERE id >= ? ORDER BY id"; const a = E(q, 1), b = E(q, 3); return [a.next().value, b.next().value, a.next().value, b.next().value]; });
    await ask("changed table", () => { const q = "SELECT * FROM t LIMIT 1"; const a = E(q).columnNames; E("ALTER TABLE t ADD COLUMN extra DEFAULT 'e'"); return [a, E(q).columnNames, E(q).one().extra]; });
    await ask("bindings", () => E("SELECT ? AS s, ? AS n, ? AS f, ? AS t, ? AS u, ? AS nul, ? AS b, ? AS d, typeof(?) AS tn, typeof(?) AS ti", "x", 5, 1.5, true, undefined, null, new Uint8Array([1, 2]).subarray(1), new Date(0), 5, 2 ** 53).one());
    await ask("bind list", () => E("SELECT ? AS a", [1, 2]).one());
    await ask("bind spread", () => E("SELECT a FROM t WHERE id IN (?, ?)", ...[1, 3]).toArray());
    await ask("bind names", () => E("SELECT :a AS a, :b AS b, :a AS c", 1, 2).one());
    await ask("bind object", () => E("SELECT :a AS a", { a: 1 }).one());
    await ask("affinity", () => { E("CREATE TABLE aff (i INTEGER, r REAL, t TEXT, b BLOB, n NUMERIC, x)"); E("INSERT INTO aff VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)", 5, 5, 5, 5, 5, 5, "7", "7", 7.5, "b", "7.0", true); return E("SELECT typeof(i) AS i, typeof(r) AS r, typeof(t) AS t, t AS tv, typeof(b) AS b, typeof(n) AS n, typeof(x) AS x, x AS xv FROM aff").toArray(); });
    await ask("ints back", () => E("SELECT 9007199254740991 AS safe, 9007199254740993 AS big, -9223372036854775808 AS min, 1.0 AS one, 1e20 AS e, 0.1 + 0.2 AS f, -0.0 AS nz").one());
    await ask("where bound int", () => [E("SELECT count(*) AS n FROM t WHERE id = ?", 1).one().n, E("SELECT count(*) AS n FROM t WHERE id = ?", "1").one().n, E("SELECT count(*) AS n FROM t WHERE a = ?", 1).one().n, E("SELECT 1 = '1' AS a, ? = '1' AS b, ? IS 1 AS c", 1, true).one()]);
    await ask("limit bound", () => [E("SELECT id FROM t LIMIT ?", 2).toArray().length, E("SELECT id FROM t LIMIT ? OFFSET ?", 1, 1).one()]);
    await ask("limit bound fraction", () => E("SELECT id FROM t LIMIT ?", 1.5).toArray().length);
    await ask("limit bound null", () => E("SELECT id FROM t LIMIT ?", null).toArray().length);
    await ask("empty text and blob", () => E("SELECT ? AS e, ? AS b, length(?) AS n, typeof(?) AS t", "", new Uint8Array(0), new ArrayBuffer(0), new Uint8Array(0)).one());
    await ask("unicode", () => E("SELECT ? AS s, length(?) AS n, hex(?) AS h, ? AS nul, length(?) AS nn", "ü😀", "ü😀", "ü", "a\0b", "a\0b").one());
    await ask("surrogate", () => E("SELECT hex(?) AS h", "\ud800").one());
    await ask("big text", () => { E("CREATE TABLE big (v)"); E("INSERT INTO big VALUES (?)", "x".repeat(1_000_000)); return [E("SELECT length(v) AS n FROM big").one(), E("SELECT v FROM big").one().v.length, sql.databaseSize > 1_000_000]; });
    await ask("many rows", () => { E("CREATE TABLE many (i)"); const c = E("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000) INSERT INTO many SELECT i FROM c"); const r = E("SELECT sum(i) AS s, count(*) AS n FROM many"); return [c.rowsWritten, r.one(), r.rowsRead]; });
    await ask("multi values", () => { const c = E("INSERT INTO many VALUES " + Array(50).fill("(?)").join(), ...Array(50).keys()); return c.rowsWritten; });
    await ask("too many values", () => E("INSERT INTO many VALUES " + Array(101).fill("(?)").join(), ...Array(101).keys()).rowsWritten);
    await ask("template", () => E(`SELECT ${1} AS a -- comment
      , 'x;y' AS b /* c; */`).one());
    await ask("pragmas", () => [E("PRAGMA table_info(t)").toArray().map((r) => r.name), E("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name").raw().toArray().flat(), E("PRAGMA foreign_keys").toArray()]);
    await ask("write then read kv", async () => { E("INSERT INTO t (id) VALUES (500)"); storage.put("a", 1); E("INSERT INTO t (id) VALUES (501)"); return [await storage.get("a"), E("SELECT count(*) AS n FROM t WHERE id >= 500").one().n]; });
    await ask("cursor shape", () => { const c = E("SELECT 1 AS a"); return [String(c), c.constructor.name, Object.keys(c), c[Symbol.iterator]() === c, String(c.raw()), Object.keys(c.toArray()[0] ?? {}), c.reused]; });
    await ask("next shape", () => { const c = E("SELECT 1 AS a"); return [c.next(), c.next(), c.next()]; });
    await ask("row is plain", () => { const r = E("SELECT 1 AS a, 2 AS toString, 3 AS constructor").one(); return [Object.getPrototypeOf(r) === Object.prototype, r.toString, r.constructor, Object.isFrozen(r)]; });
    return new Response("done");
  }
}

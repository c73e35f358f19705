// SQL of real applications: JSON columns and paths, full-text search, upserts, CTEs, windows, pagination, generated columns, dates, collations.
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
    const { sql } = this.ctx.storage;
    const q = (label, text, ...b) => { try { const c = sql.exec(text, ...b); log(label, { rows: show(c.toArray()), read: c.rowsRead, written: c.rowsWritten }); } catch (e) { log(label, { error: err(e) }); } };
    q("make", "CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)), title TEXT GENERATED ALWAYS AS (body ->> '$.title') VIRTUAL, n INT AS (json_array_length(body, '$.tags')) STORED); CREATE INDEX by_title ON docs (title)");
    for (const d of [{ title: "Alpha", tags: ["x", "y"], meta: { views: 3, pub: true } }, { title: "beta", tags: [], meta: { views: 1.5, pub: false } }, { title: "Gamma", tags: ["y"], meta: null }, { tags: [1, null, { a: 1 }] }]) q("insert", "INSERT INTO docs (body) VALUES (?)", JSON.stringify(d));
    q("not json", "INSERT INTO docs (body) VALUES (?)", "{nope");
    q("generated", "INSERT INTO docs (body, title) VALUES ('{}', 'x')");
    q("columns", "SELECT id, title, n FROM docs ORDER BY title COLLATE NOCASE");
    q("paths", "SELECT body -> '$.meta' AS meta, body ->> '$.meta.views' AS views, body -> 'title' AS t, body ->> '$.tags[#-1]' AS last, json_type(body, '$.meta.pub') AS ty, json_extract(body, '$.meta.pub') AS pub, body ->> '$.none' AS none FROM docs");
    q("two paths", "SELECT json_extract(body, '$.title', '$.tags') AS two FROM docs WHERE id = 1");
    q("each", "SELECT d.id, j.key, j.value, j.type, j.fullkey FROM docs d, json_each(d.body, '$.tags') j ORDER BY d.id, j.key");
    q("tree", "SELECT key, atom, path FROM json_tree((SELECT body FROM docs WHERE id = 2)) WHERE atom IS NOT NULL");
    q("where tag", "SELECT id FROM docs WHERE EXISTS (SELECT 1 FROM json_each(body, '$.tags') WHERE value = ?)", "y");
    q("set", "UPDATE docs SET body = json_set(body, '$.meta.views', json_extract(body, '$.meta.views') + 1, '$.new', json('[1,2]')) WHERE id = 1 RETURNING body, n");
    q("patch remove", "SELECT json_patch('{\"a\":1,\"b\":2}', '{\"b\":null,\"c\":3}') AS p, json_remove('[1,2,3]', '$[1]') AS r, json_insert('{\"a\":1}', '$.a', 2, '$.b', 3) AS i, json_replace('{\"a\":1}', '$.a', 9, '$.z', 1) AS rep, json_quote('a\"b') AS qu, json_array(1, 'x', null, json('{}')) AS arr, json_object('k', 1, 'v', x'00' IS NULL) AS obj");
    q("json of blob", "SELECT json_object('b', x'00')");
    q("bad path", "SELECT json_extract('{}', 'a')");
    q("bad json", "SELECT json('{a')");
    q("json5", "SELECT json('{a:1, b:[1,],}') AS j, json_valid('{a:1}') AS v, json_error_position('{\"a\":}') AS pos");
    q("jsonb", "SELECT typeof(jsonb('{\"a\":1}')) AS t, json(jsonb('{\"a\":1}')) AS j, jsonb('[1]') AS raw");
    q("group", "SELECT json_group_object(id, title) AS o, json_group_array(json_object('id', id)) AS a, group_concat(title, '|') AS g FROM docs");
    q("bound json", "SELECT value AS v FROM json_each(?)", JSON.stringify([1, "two", null, true, 2.5, { a: 1 }]));
    q("fts", "CREATE VIRTUAL TABLE idx USING fts5(title, body, tokenize = 'porter unicode61'); INSERT INTO idx (rowid, title, body) VALUES (1, 'Running dogs', 'the dogs were running fast'), (2, 'Cats', 'a cat runs'), (3, 'Ärger', 'Über alles')");
    for (const m of ["run", "dog*", "title : cats", "run NOT cat", '"dogs were"', "arger", "NEAR(dogs fast, 5)", "cat OR dog", "^cat", '"', "a AND", ""]) q("match " + m, "SELECT rowid, round(bm25(idx) * 1000) < 0 AS ranked, snippet(idx, 1, '<', '>', '…', 3) AS s FROM idx WHERE idx MATCH ? ORDER BY rank", m);
    q("fts delete", "DELETE FROM idx WHERE rowid = 2; SELECT count(*) AS n FROM idx");
    q("fts content", "CREATE VIRTUAL TABLE ext USING fts5(title, content='docs', content_rowid='id'); INSERT INTO ext (ext) VALUES ('rebuild'); SELECT rowid FROM ext WHERE ext MATCH 'gamma'");
    q("fts trigram", "CREATE VIRTUAL TABLE tri USING fts5(a, tokenize='trigram'); INSERT INTO tri VALUES ('hello world'); SELECT a FROM tri WHERE a LIKE '%lo wo%'");
    q("fts vocab", "CREATE VIRTUAL TABLE voc USING fts5vocab(idx, 'row'); SELECT term, doc FROM voc ORDER BY term LIMIT 3");
    q("rtree", "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1); INSERT INTO box VALUES (1, 0, 1, 0, 1), (2, 5, 6, 5, 6); SELECT id FROM box WHERE x0 < 2 AND x1 > 0.5");
    q("upsert count", "CREATE TABLE hits (k TEXT PRIMARY KEY, n INT DEFAULT 1); INSERT INTO hits (k) VALUES ('a') ON CONFLICT DO UPDATE SET n = n + 1; INSERT INTO hits (k) VALUES ('a'), ('b') ON CONFLICT (k) DO UPDATE SET n = n + 1 WHERE k <> 'b' RETURNING *");
    q("cte tree", "WITH RECURSIVE t(id, up) AS (VALUES (1, NULL), (2, 1), (3, 2), (4, 1)), path(id, p) AS (SELECT id, '/' || id FROM t WHERE up IS NULL UNION ALL SELECT t.id, path.p || '/' || t.id FROM t JOIN path ON t.up = path.id) SELECT * FROM path ORDER BY p");
    q("cte write", "WITH x(k) AS (VALUES ('c'), ('d')) INSERT INTO hits (k) SELECT k FROM x; SELECT k, n FROM hits ORDER BY k");
    q("update from", "UPDATE hits SET n = v.n FROM (VALUES ('c', 10)) AS v(k, n) WHERE hits.k = v.column1");
    q("update from 2", "UPDATE hits SET n = s.m FROM (SELECT 'c' AS k, 10 AS m) AS s WHERE hits.k = s.k RETURNING hits.k, hits.n");
    q("page", "SELECT k FROM hits WHERE (k, n) > ('a', 100) ORDER BY k LIMIT 2 OFFSET 1");
    q("windows", "SELECT k, n, rank() OVER (ORDER BY n DESC) AS r, lag(k) OVER (ORDER BY k) AS l, sum(n) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s, ntile(2) OVER (ORDER BY k) AS t, first_value(k) OVER w AS f FROM hits WINDOW w AS (ORDER BY n, k) ORDER BY k");
    q("filter", "SELECT count(*) FILTER (WHERE n > 1) AS big, max(n, 3) AS m, iif(n > 5, 'hi', 'lo') AS i, coalesce(NULL, n) AS c FROM hits GROUP BY n > 1 ORDER BY 1");
    q("dates", "SELECT date('2024-02-29', '+1 year') AS d, strftime('%s', '2020-01-01') AS s, unixepoch('2020-01-01 00:00:00') AS u, datetime(1577836800, 'unixepoch') AS t, time('12:00', '-30 minutes') AS m, strftime('%w %j %H:%M', '2024-01-01 05:06') AS f, date('bad') AS bad, timediff('2024-01-02', '2024-01-01') AS diff");
    q("strings", "SELECT 'a' || 1 || NULL AS n, 'ä' = 'Ä' COLLATE NOCASE AS nc, lower('ÄB') AS l, 'abc' LIKE 'A_C' AS li, 'a%b' LIKE 'a\\%b' ESCAPE '\\' AS esc, format('%d %s %5.2f', 3, 'x', 2.5) AS f, substr('hello', -3) AS s, ltrim('xxa', 'x') AS lt, quote('it''s') AS q, hex(zeroblob(2)) AS z, octet_length('ä') AS o, string_agg(k, ',') AS sa FROM hits");
    q("numbers", "SELECT 1/2 AS i, 1/2.0 AS r, 5 % 3 AS m, round(2.5) AS ro, cast('12abc' AS INT) AS c, '10' + 5 AS add_, 1e3 AS e, 0x10 AS h, -7 / 2 AS neg, 1/0 AS z, typeof(1e3) AS t, 9223372036854775807 + 1 AS over, ceil(1.2) AS ce, sign(-3) AS si, trunc(-1.7) AS tr, mod(7, 3) AS mo, ln(1) AS ln1, degrees(0) AS dg");
    q("null order", "SELECT v FROM (VALUES (2), (NULL), ('a'), (x'00'), (1.5)) AS t(v)");
    q("null order 2", "SELECT column1 AS v FROM (VALUES (2), (NULL), ('a'), (x'00'), (1.5)) ORDER BY 1 DESC NULLS LAST");
    q("is distinct", "SELECT NULL IS NOT DISTINCT FROM NULL AS a, 1 IS NOT 2 AS b, NULL = NULL AS c, 1 IN (NULL, 1) AS d, 2 IN (NULL, 1) AS e, 5 BETWEEN 1 AND 5 AS f");
    q("full join", "SELECT a.column1 AS l, b.column1 AS r FROM (VALUES (1), (2)) a FULL OUTER JOIN (VALUES (2), (3)) b ON a.column1 = b.column1 ORDER BY coalesce(l, r)");
    q("except", "SELECT k FROM hits EXCEPT SELECT 'a' INTERSECT SELECT 'b' UNION ALL SELECT 'z'");
    q("drop", "DROP TABLE idx; SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'idx%'");
    return new Response("done");
  }
}

// SQL beyond the plain: several statements, functions, pragmas, what is forbidden, and in which words.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch() {
    const { sql } = this.ctx.storage;
    const ask = (name, text, ...bindings) => {
      try {
        const cursor = sql.exec(text, ...bindings);
        const rows = cursor.toArray();
        log(name, { rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v instanceof ArrayBuffer ? [...new Uint8Array(v)] : v]))), columns: cursor.columnNames, read: cursor.rowsRead, written: cursor.rowsWritten });
      } catch (error) {
        log(name, { error: [error.name, error.message] });
      }
    };
    ask("several", "create table t (id integer primary key, a text, b real); insert into t (a, b) values ('x', 1.5), ('y', null); select * from t");
    ask("several, bound last", "insert into t (a) values ('z'); select * from t where a = ?", "z");
    ask("several, bound in two", "select ?; select ?", 1, 2);
    ask("comment", "select 1 as one -- the rest; select 2");
    ask("trailing", "select 1 as one;   ;  ");
    ask("empty", "");
    ask("spaces", "  ; ; ");
    ask("only a comment", "-- nothing");
    ask("too few", "select ?, ?", 1);
    ask("too many", "select ?", 1, 2);
    ask("named", "select :a, @b, $c", 1, 2, 3);
    ask("numbered", "select ?2, ?1", "a", "b");
    ask("same columns", "select 1 as a, 2 as a, 3 as b");
    ask("unnamed", "select 1, 'x', null, 1 + 1");
    ask("returning", "insert into t (a, b) values ('r', 2) returning id, a");
    ask("update returning", "update t set b = 9 where a = 'r' returning *");
    ask("upsert", "insert into t (id, a) values (1, 'again') on conflict (id) do update set a = excluded.a returning a");
    ask("or ignore", "insert or ignore into t (id, a) values (1, 'never')");
    ask("changes", "select changes() as changes, last_insert_rowid() as id, total_changes() > 0 as total");
    ask("json", `select json_extract('{"a": [1, 2]}', '$.a[1]') as x, json('{"b":1}') as j, '{"c":3}' -> '$.c' as arrow, '{"c":"s"}' ->> '$.c' as text`);
    ask("json each", `select key, value from json_each('[10, 20]')`);
    ask("json group", "select json_group_array(a) as all_a from (select a from t order by id)");
    ask("math", "select sqrt(16) as s, pow(2, 10) as p, floor(2.7) as f, pi() > 3 as pi, 7 / 2 as d, 7 % 3 as m, abs(-3) as a, round(2.567, 2) as r");
    ask("text", "select upper('aß') as u, length('😀é') as l, substr('hello', 2, 3) as s, instr('abc', 'c') as i, trim('  x ') as t, hex('ab') as h, char(65, 66) as c, unicode('A') as n, printf('%05.1f', 3.14159) as f, replace('aab', 'a', 'b') as rep, concat('a', null, 'b') as cc");
    ask("date", "select date(0, 'unixepoch') as d, strftime('%Y-%m', '2024-02-29') as s, julianday('2000-01-01') as j, unixepoch('2020-01-01') as u, datetime('2024-01-31', '+1 month') as m");
    ask("window", "select a, row_number() over (order by a) as n, sum(id) over (order by id) as s from t order by id");
    ask("cte", "with recursive n(x) as (select 1 union all select x + 1 from n where x < 4) select group_concat(x) as xs from n");
    ask("aggregate", "select count(*) as c, avg(b) as a, max(a) as m, total(b) as t from t");
    ask("cast", "select cast('12' as integer) as i, cast(3.9 as integer) as t, typeof(1) as a, typeof(1.0) as b, typeof('x') as c, typeof(x'00') as d, typeof(null) as e");
    ask("big", "select 9007199254740993 as big, 9223372036854775807 as max, 1e308 * 10 as inf");
    ask("blob", "select x'0102ff' as b, zeroblob(3) as z, ? as given", new Uint8Array([5, 6]));
    ask("true", "select true as t, false as f, ? as bound", true);
    ask("like", "select 'ABC' like 'a%' as l, 'ABC' glob 'a*' as g, 'abc' regexp 'b' as r");
    ask("fts", "create virtual table notes using fts5(body); insert into notes values ('the quick fox'), ('a slow dog'); select body, highlight(notes, 0, '[', ']') as h from notes where notes match 'quick'");
    ask("view", "create view v as select a from t; select count(*) as n from v");
    ask("trigger", "create table seen (a text); create trigger tr after insert on t begin insert into seen values (new.a); end; insert into t (a) values ('tr'); select * from seen");
    ask("index", "create index by_a on t (a); select name, sql from sqlite_master where type = 'index'");
    ask("without rowid", "create table w (k text primary key, v) without rowid; insert into w values ('k', 1); select * from w");
    ask("strict", "create table s (i integer) strict; insert into s values ('x')");
    ask("check", "create table ch (n check (n > 0)); insert into ch values (-1)");
    ask("not null", "create table nn (n not null); insert into nn values (null)");
    ask("unique", "create table u (n unique); insert into u values (1), (1)");
    ask("primary key", "insert into t (id) values (1)");
    ask("alter", "alter table t add column c default 7; select id, c from t limit 1");
    ask("rename", "alter table u rename to u2; drop table u2; select name from sqlite_master where name like 'u%'");
    ask("temp", "create temp table tt (a)");
    for (const pragma of ["table_info(t)", "table_list", "foreign_keys", "user_version", "user_version = 5", "journal_mode", "page_size", "case_sensitive_like = 1", "defer_foreign_keys = on", "quick_check", "integrity_check", "optimize", "compile_options", "database_list", "function_list", "index_list(t)", "index_info(by_a)", "foreign_key_check", "recursive_triggers", "cache_size = 10"])
      ask("pragma " + pragma, "pragma " + pragma + (pragma === "function_list" || pragma === "compile_options" ? "(0)" : ""));
    for (const text of ["begin", "commit", "rollback", "savepoint s", "release s", "attach 'x' as y", "detach y", "vacuum", "reindex", "analyze", "explain select 1", "explain query plan select * from t where a = 'x'", "select load_extension('x')", "select * from _cf_KV", "create table _cf_mine (a)", "drop table _cf_KV", "select sqlite_version() > '3.40' as v", "select randomblob(2) is not null as r, random() is not null as n", "select * from sqlite_schema limit 0", "select * from dbstat limit 1", "select * from pragma_table_info('t') limit 1", "select writefile('x', 'y')", "selec 1", "select * from missing", "select missing from t", "select nothing()", "select abs()", "insert into t values (1)", "create table t (a)", "select (", "select 'open"])
      ask(text, text);
    return new Response("done");
  }
}

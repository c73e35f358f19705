#!/usr/bin/env bash
# Rooms that begin with what they have stored: given.sh DORMOUSE. Old keys and rows are read by the room's code, an
# alarm fires that nobody in the run has set, and nobody pays for what was there before.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
project room "$(cat <<'JS'
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch() {
    const { storage } = this.ctx;
    const members = await storage.get("members");
    const tables = storage.sql.exec("select name from sqlite_schema where name = 'messages'").toArray();
    return Response.json({
      topic: await storage.get("topic"),
      members,
      ratio: await storage.get("ratio"),
      keys: [...(await storage.list()).keys()],
      rows: tables.length ? storage.sql.exec("select id, text, at from messages order by id").raw().toArray() : null,
      alarm: await storage.getAlarm(),
      fired: await storage.get("fired"),
    });
  }
  async alarm({ retryCount }) {
    await this.ctx.storage.put("fired", `${new Date().toISOString().slice(0, 16)}, retry ${retryCount}`);
  }
}
export default {
  fetch: (request, env) => env.ROOM.get(env.ROOM.idFromName(new URL(request.url).pathname.slice(1))).fetch(request),
};
JS
)" >/dev/null
printf 'id,text,at\n7,"one, two",1.5\n8,,\n' >"$work/history.csv"
cat >"$work/s.yaml" <<'YAML'
worker: room
duration: 1h
given:
  - room: lobby
    storage: {topic: "caf\u00e9 \u20ac", members: [{name: ann, age: 41}, bob, null], ratio: 0.5}
    sql:
      - create table messages (id integer primary key, text, at)
      - insert into messages values (1, 'first', null)
    rows: {messages: {file: history.csv}}
    alarm: 5min
  - {room: [late, hall], alarm: -2h}
  - room: {rooms: 3, name: table}
    sql: create table messages (id integer primary key, text, at)
    rows: {messages: [{id: 3, text: {deep: [1, true]}, at: '9'}]}
clients:
  - name: early
    does:
      - request: {path: /lobby, expect: {json: {topic: "caf\u00e9 \u20ac", ratio: 0.5, members: [{name: ann, age: 41}, bob, null], keys: [members, ratio, topic], alarm: 1785542700000}}}
      - request: {path: /lobby, expect: {text: '"rows":[[1,"first",null],[7,"one, two",1.5],[8,null,null]]'}}
      - request: {path: /table-2, expect: {text: '"rows":[[3,"{\"deep\":[1,true]}","9"]]'}}
      - request: {path: /table-3, expect: {text: '"keys":[],"rows":null'}}
      - wait: 10min
      - request: {path: /lobby, expect: {json: {fired: "2026-08-01T00:05, retry 0", alarm: null}}}
      - request: {path: /hall, expect: {json: {fired: "2026-08-01T00:00, retry 0"}}}
  # Those that clients go to by number are those that are given by number.
  - name: guest
    count: 20
    room: {uniform: {rooms: 3, name: table}}
    does: [{request: {path: "/{room}", expect: {text: '"rows":[[3,'}}}]
  - name: regular
    count: 20
    room: {zipf: {s: 1, rooms: 3, name: table}}
    does: [{request: {path: "/{room}", expect: {text: '"rows":[[3,'}}}]
expect: [no handler throws, clients got what they waited for, no alarm lost]
YAML
expect 0 "holds     clients got what they waited for" -- "$dormouse" run "$work/s.yaml"
expect 0 "holds     no alarm lost" -- "$dormouse" run "$work/s.yaml"
expect 0 "alarms        3 fired" -- "$dormouse" run "$work/s.yaml"

# What is there before the run is nobody's write; it is stored all the same.
cat >"$work/quiet.yaml" <<'YAML'
worker: room
duration: 1h
given: [{room: lobby, storage: {topic: tea}, sql: "create table messages (id, text, at); insert into messages values (1, 2, 3)"}]
clients: [{name: early, does: [{request: {path: /lobby, expect: {text: '"rows":[[1,2,3]]'}}}]}]
expect: [clients got what they waited for]
YAML
expect 0 "clients got what they waited for" -- "$dormouse" run "$work/quiet.yaml" --trace "$work/trace.jsonl"
grep -q '"rowsWritten":0' "$work/trace.jsonl" || fail "the trace tells no use of storage"
grep -q '"rowsWritten":[1-9]' "$work/trace.jsonl" && fail "something was billed as written"
grep -q '"record":"committed".*"bytes":[1-9]' "$work/trace.jsonl" || fail "nothing is stored"

expect 0 "topic" -- "$dormouse" inspect "$work/s.yaml" --at 1min --room lobby

cat >"$work/bad.yaml" <<'YAML'
worker: room
duration: 1h
given: [{room: lobby, sql: [create table t (a), insert into u values (1)]}]
YAML
expect 2 "bad.yaml:3:49: this cannot be stored: no such table: u" -- "$dormouse" check "$work/bad.yaml"
sed -i 's/insert into u.*)\]/with recursive n(i) as (select 1 union all select i from n) insert into t select i from n]/' "$work/bad.yaml"
expect 2 "it takes more than 200,000,000 steps of SQLite" -- "$dormouse" check "$work/bad.yaml"

# Native rooms encode what they store themselves.
cat >"$work/native.yaml" <<'YAML'
native: chat
duration: 10min
given: [{room: lobby, storage: {count: 41}}]
clients:
  - {name: phone, does: [{connect: {path: /, query: {room: <room>}}}, {send: hi}, {wait for: {json: {n: 42}}}]}
expect: [clients got what they waited for]
YAML
expect 0 "holds" -- "$dormouse" run "$work/native.yaml"
finish

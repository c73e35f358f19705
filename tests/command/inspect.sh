#!/usr/bin/env bash
# `dormouse inspect`: a moment of a run, what is said of rooms and of bad moments, and --watch.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache
cd "$work" || exit 1

project room 'import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, ["people"]);
    server.serializeAttachment({ who: "ann", since: new Date(0) });
    this.ctx.storage.sql.exec("create table if not exists notes (id integer primary key, text, body blob)");
    this.ctx.storage.put("map", new Map([["a", new Uint8Array([1, 2])], ["deep", { a: { b: { c: { d: [1] } } } }]]));
    this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    await this.ctx.storage.setAlarm(Date.now() + 60_000);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, message) {
    this.ctx.storage.sql.exec("insert into notes (text, body) values (?, ?)", message, new Uint8Array([255, 0]).buffer);
    if (message === "wait") setTimeout(() => ws.send("later"), 20_000);
    if (message === "lock") this.ctx.blockConcurrencyWhile(() => new Promise((go) => setTimeout(go, 8_000)));
    ws.send(message);
  }
  async alarm() { throw new Error("not today"); }
}
export default { fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room")).fetch(request) };' >/dev/null
cat >s.yaml <<'YAML'
worker: room
duration: 3min
clients:
  - name: ann
    does: [{connect: {query: {room: lobby}}}, {wait: 1s}, {send: hi}, {wait: 29s}, {send: wait}, {wait: 2min}]
  - name: bob
    sessions: {at: 5s}
    does: [{connect: {query: {room: locked}}}, {wait: 40s}, {send: lock}, {wait: 1s}, {send: more}, {wait: 20s}, {leave: close}]
YAML
at() { expect 0 "$3" -- "$dormouse" inspect s.yaml --at "$1" --room "$2"; }

expect 0 "2 rooms" -- "$dormouse" inspect s.yaml
expect 0 "asleep, hibernated" -- "$dormouse" inspect s.yaml --at 20s
expect 0 "lobby   Room              awake (timer), 1 socket, alarm in 25 s" -- "$dormouse" inspect s.yaml --at 35s
expect 0 "1 room" -- "$dormouse" inspect s.yaml --at 0

at 5s lobby "awake, idle, not billed; leaves memory in"
at 20s lobby "state       asleep: hibernated"
at 20s lobby "a message, a request or its alarm wakes it"
at 2026-08-01T00:00:20Z lobby "2026-08-01T00:00:20Z, 20 s after the start"
at 20s lobby "attachment { who: 'ann', since: 1970-01-01T00:00:00.000Z }"
at 20s lobby 'of ann-0 open, hibernatable, tags ["people"]'
at 20s lobby "'a' => Uint8Array(2) [ 1, 2 ]"
at 20s lobby "{ a: { b: { c: { d: [ 1 ] } } } }"
at 20s lobby "table notes (id, text, body): 1 row"
at 20s lobby "1 | hi | x'ff00'"
at 20s lobby 'auto-resp.  "ping" -> "pong"'
at 20s lobby "alarm       in 40 s (2026-08-01T00:01:00"
at 35s lobby "awake, billed, kept by 1 timer"
at 35s lobby "due in 15 s (2026-08-01T00:00:50"
at 50s locked "gates       1 blockConcurrencyWhile() holds the input lock; 1 turn waits to come in"
at 50s locked "message queued"
at 61s lobby "failed; retry 1 in"
at 61s lobby "last throw  Error: not today"
at 20s Room:lobby "Room lobby"
id=$("$dormouse" inspect s.yaml --at 20s --room lobby | sed -n 's/^  id *//p')
at 20s "$id" "Room lobby"
expect 0 "another run" -- "$dormouse" inspect --help
"$dormouse" inspect s.yaml --at 20s --room lobby --json >seen.json
expect 0 '"state": "hibernated"' -- cat seen.json
expect 0 '"due": 1785542460' -- cat seen.json
# Looking changes nothing: the same moment twice is the same.
"$dormouse" inspect s.yaml --at 50s --room locked --json >one.json
"$dormouse" inspect s.yaml --at 50s --room locked --json >two.json
cmp one.json two.json || failures=$((failures + 1))

# Long lists are cut, unless --all.
project many 'export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch() { for (let i = 0; i < 50; i++) this.ctx.storage.put(`key${i}`, "v".repeat(300)); return new Response("ok"); }
}
export default { fetch: (request, env) => env.ROOM.getByName("a").fetch(request) };' >/dev/null
printf 'worker: many\nduration: 1min\nclients: [{name: c, does: [{request: /}]}]\n' >many.yaml
expect 0 "and 30 more (--all)" -- "$dormouse" inspect many.yaml --room a
expect 0 "$(printf 'v%.0s' $(seq 300))" -- "$dormouse" inspect many.yaml --room a --all

# Rooms in C++.
lobby=$root/scenarios/library/lobby-native.yaml
expect 0 "attachment phone-" -- "$dormouse" inspect "$lobby" --at 2d19h30min --room room-1
expect 0 "40 rooms" -- "$dormouse" inspect "$lobby" --at 3d4h

# Bad input.
expect 2 'did you mean "lobby"?' -- "$dormouse" inspect s.yaml --at 20s --room loby
expect 2 'no room "locked" was spoken of by then' -- "$dormouse" inspect s.yaml --at 0 --room locked
expect 2 "--at: 4min is after the end of the run" -- "$dormouse" inspect s.yaml --at 4min
expect 2 "it ends after 3 min" -- "$dormouse" inspect s.yaml --at 2026-08-02T00:00:00Z
expect 2 "is before the run" -- "$dormouse" inspect s.yaml --at 2026-07-01T00:00:00Z
expect 2 '--at: "yesterday" is no moment' -- "$dormouse" inspect s.yaml --at yesterday
expect 2 "no such file" -- "$dormouse" inspect nowhere.yaml
expect 2 "scenario is required" -- "$dormouse" inspect

# --watch: a run for each save, the first record that differs, bad saves survived; Ctrl-C ends it well.
waits() { # waits COUNT: until --watch has come to wait so often
  for _ in $(seq 300); do
    [ "$(grep -c 'waiting for a save' watched.txt)" -ge "$1" ] && return
    sleep 0.1
  done
  echo "FAILED: --watch did not come to wait for the ${1}th time"; failures=$((failures + 1))
}
: >watched.txt
# A shell's background jobs ignore SIGINT, which they pass on: SIGTERM ends it in the same way.
"$dormouse" inspect s.yaml --at 40s --watch >watched.txt 2>&1 &
watch=$!
waits 1
touch -d '1 hour ago' s.yaml
waits 2
sed -i 's/send: hi/send: ho/' s.yaml
waits 3
sed -i 's/duration/durtion/' s.yaml
waits 4
sed -i 's/durtion/duration/' s.yaml
waits 5
sed -i 's/ws.send(message)/ws.send(message + "!")/' room/worker.js
waits 6
kill -TERM $watch
wait $watch
expect 0 "" -- test $? = 0
expect 0 "The run is the same as the last, record for record." -- cat watched.txt
expect 0 "  + 2026-08-01T00:00:01" -- grep -F 'bytes ho' watched.txt
expect 0 "  - 2026-08-01T00:00:01" -- grep -F 'bytes hi' watched.txt
expect 0 'unknown key "durtion"' -- cat watched.txt
expect 0 "bytes ho!" -- cat watched.txt
finish

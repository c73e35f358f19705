#!/usr/bin/env bash
# Faults and regions with JavaScript rooms: what code and clients see of each.
. "$(dirname "$0")/lib.sh"

# room NAME 'CLASS BODY AFTER fetch': a room of hibernating sockets.
room() {
  project "$1" "let globals = 0;
export class Room {
  constructor(ctx) { this.ctx = ctx; globals += 1; this.born = Date.now(); ${3:-} }
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send('born ' + globals);
    return new Response(null, { status: 101, webSocket: client });
  }
  $2
}
export default { fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get('room') ?? 'a').fetch(request) };" >/dev/null
}

# played NAME 'MORE' 'EXPECTATION': one client sends a message every minute for ten, and comes back when cut off.
played() {
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 12min
$2
clients:
  - name: one
    sessions: {at: 1s, length: 10min}
    does:
      - connect: /?room={room}
      - every: 1min
        send: hi {n}
    reconnect: {fixed: 1s}
    room: a
expect:
  - $3
YAML
  echo "$work/s.yaml"
}
run() { "$dormouse" run "$@"; }

# ---- going out of memory
room timer 'webSocketMessage(ws, text) { if (text === "hi 1") setInterval(() => {}, 1000); ws.send("same " + (this.n = (this.n ?? 0) + 1)); }'
expect 0 "holds" -- run "$(played timer 'faults: [hibernate: {rate: 60/h}]' 'received: same 8')"
expect 0 "holds" -- run "$(played timer 'faults: [evict: {rate: 60/h}]' 'received: same 8')"
expect 0 "holds" -- run "$(played timer 'faults: [evict: {rate: 60/h, sockets: close}]' 'never received: same 8')"
room idle 'webSocketMessage(ws) { ws.send("same " + (this.n = (this.n ?? 0) + 1)); }'
expect 0 "holds" -- run "$(played idle 'platform: {hibernate after: 1h}' 'received: same 8')"
expect 0 "holds" -- run "$(played idle 'platform: {hibernate after: 1h}
faults: [hibernate: {when: 5th message}]' 'never received: same 6')"
expect 0 "holds" -- run "$(played idle 'platform: {hibernate after: 1h}
faults: [hibernate: {when: 5th message, rooms: b*}]' 'received: same 8')"

# ---- isolates
expect 0 "holds" -- run "$(played idle 'platform: {hibernate after: 1h}
faults: [host lost: {when: 3rd message}]' 'received: born 2')"
expect 0 "holds" -- run "$(played idle 'platform: {hibernate after: 1h}
faults: [isolate lost: {when: 3rd message}]' 'never received: born 2')"

# ---- commits
room stored 'async webSocketMessage(ws) { const n = ((await this.ctx.storage.get("n")) ?? 0) + 1; await this.ctx.storage.put("n", n); ws.send("n " + n); }'
expect 0 "holds" -- run "$(played stored '' 'received: n 9')"
expect 0 "holds" -- run "$(played stored 'faults: [crash before commit: {when: 3rd commit}]' 'never received: n 9')"
expect 0 "holds" -- run "$(played stored 'faults: [crash before commit: {when: 3rd commit}]' 'received: n 3')"
expect 0 "holds" -- run "$(played stored 'faults: [crash after commit: {when: 3rd commit}]' 'never received: n 3')"
expect 0 "holds" -- run "$(played stored 'faults: [crash after commit: {when: 3rd commit}]' 'received: n 9')"
expect 0 "holds" -- run "$(played stored 'faults: [storage write fails: {when: 3rd commit}]' 'never received: n 9')" --trace "$work/failed.jsonl"
expect 0 "storage write caused object to be reset" -- grep -m 1 '"record":"reset"' "$work/failed.jsonl"
expect 0 "holds" -- run "$(played stored 'faults: [storage write hangs: {when: 3rd commit}]' 'never received: n 9')" --trace "$work/hung.jsonl"
expect 0 "exceeded timeout" -- grep -m 1 '"record":"reset"' "$work/hung.jsonl"
run "$(played stored 'faults: [slow storage: {at: 3min 30s, for: 1min, takes: 5s}]' 'received: n 9')" --quiet --trace "$work/slow.jsonl"
late=$(node -e '
  const at = {};
  for (const line of require("fs").readFileSync(process.argv[1], "utf8").split("\n")) {
    const r = line && JSON.parse(line);
    if (r.record === "sent") at.sent = r.at;
    if (r.record === "received" && at.sent) { if (r.at - at.sent > 4e9) console.log("late"); at.sent = 0; }
  }' "$work/slow.jsonl" 2>&1 | grep -c late)
same "messages that slow storage held back" "$late" 1

# ---- disk full
room rows 'webSocketMessage(ws) { this.ctx.storage.sql.exec("INSERT INTO t VALUES (?)", "x".repeat(3000)); ws.send("rows " + this.ctx.storage.sql.exec("SELECT count(*) AS n FROM t").one().n); }' 'this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (x TEXT)");'
expect 0 "holds" -- run "$(played rows '' 'received: rows 9')"
expect 1 "database or disk is full: SQLITE_FULL" -- run "$(played rows 'faults: [disk full: {at: 3min 30s, for: 3min}]' 'no handler throws')"
expect 0 "holds" -- run "$(played rows 'faults: [disk full: {at: 3min 30s, for: 3min}]' 'received: rows 6')"
expect 0 "holds" -- run "$(played rows 'faults: [disk full: {at: 3min 30s, for: 3min, rooms: other}]' 'received: rows 9')"
room values 'async webSocketMessage(ws, text) { try { await this.ctx.storage.put(text, "x".repeat(3000)); } catch (e) { this.ctx.abort(e.message); } ws.send("kept " + (await this.ctx.storage.list()).size); }'
expect 0 "holds" -- run "$(played values 'faults: [disk full: {at: 3min 30s}]' 'never received: kept 6')" --trace "$work/full.jsonl"
expect 0 "SQLITE_FULL" -- grep -m 1 '"record":"reset"' "$work/full.jsonl"

# ---- alarms
room alarmed 'async webSocketMessage(ws, text) { if (text === "hi 1") await this.ctx.storage.setAlarm(Date.now() + 10000); }
  alarm({ retryCount }) { this.ctx.storage.kv.put("runs", (this.ctx.storage.kv.get("runs") ?? 0) + 1); for (const ws of this.ctx.getWebSockets()) ws.send(`run ${this.ctx.storage.kv.get("runs")} retry ${retryCount}`); }'
expect 0 "holds" -- run "$(played alarmed '' 'never received: run 2')"
expect 0 "holds" -- run "$(played alarmed 'faults: [alarm duplicate: {when: first alarm fires}]' 'received: run 2 retry 0')"
expect 0 "holds" -- run "$(played alarmed 'faults: [alarm duplicate: {probability: 100%}]' 'received: run 8 retry 0')"
run "$(played alarmed 'faults: [alarm late: {when: first sets alarm, takes: 40s}]' 'received: run 1')" --quiet --trace "$work/late.jsonl"
expect 0 '"at":1785542511' -- grep '"record":"alarm-fired"' "$work/late.jsonl"
room slow_to_start 'webSocketMessage(ws) { ws.send("awake"); }'
run "$(played slow_to_start 'faults: [constructor slow: {when: second constructs, takes: 3s}]' 'received: awake')" --quiet --trace "$work/start.jsonl"
same "constructors that were slow" "$(grep -c '"kind":"constructor-slow"' "$work/start.jsonl")" 1

# ---- clocks
room clock 'webSocketMessage(ws, text) { ws.send(text + " at " + new Date().toISOString().slice(11, 16) + " " + this.ctx.storage.sql.exec("SELECT strftime(?, ?) AS t", "%H:%M", "now").one().t); }'
expect 0 "holds" -- run "$(played clock '' 'received: hi 5 at 00:05 00:05')"
expect 0 "holds" -- run "$(played clock 'faults: [clock jump: {at: 2min 30s, by: 2h}]' 'received: hi 5 at 02:05 02:05')"
expect 0 "holds" -- run "$(played clock 'faults: [clock jump: {at: 2min 30s, by: -1h}]' 'received: hi 5 at 23:05 23:05')"
expect 0 "holds" -- run "$(played clock 'faults: [clock jump: {at: 2min 30s, by: 2h, for: 1min}]' 'received: hi 5 at 00:05 00:05')"
expect 0 "holds" -- run "$(played clock 'faults: [clock jump: {at: 2min 30s, by: 2h, rooms: b}]' 'received: hi 5 at 00:05 00:05')"

# ---- overload
expect 1 "is overloaded. Too many requests queued." -- run "$(played idle 'faults: [overload: {at: 0s, for: 30s}]' 'no handler throws')"

# ---- regions: the object lives where its first request came from, or where a hint says
project placed "export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch(request) {
    if (request.headers.get('Upgrade') !== 'websocket') return new Response('plain');
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, text) { ws.send('echo ' + text); }
  hello() { return 'hello'; }
}
export default { async fetch(request, env) {
  const hint = new URL(request.url).searchParams.get('hint');
  return env.ROOM.getByName('a', hint ? { locationHint: hint } : undefined).fetch(request);
} };" >/dev/null
regions() { # FIRST SECOND PATH
  cat >"$work/r.yaml" <<YAML
worker: placed
duration: 1min
platform: {costs: zero}
network:
  topology: {regions: [weur, enam, oc], links: [{between: [weur, enam], latency: 40ms}, {between: [enam, oc], latency: 100ms}]}
clients:
  - {name: first, region: $1, sessions: {at: 1s}, does: [{connect: "$3"}, {wait: 10s}, {send: x}, {wait: 10s}]}
  - {name: second, region: $2, sessions: {at: 5s}, does: [{connect: "$3"}, {wait: 10s}, {send: y}, {wait: 10s}]}
expect: [received: echo y]
YAML
  run "$work/r.yaml" --quiet --trace "$work/r.jsonl"
  node -e '
    const sent = {}, took = {};
    for (const line of require("fs").readFileSync(process.argv[1], "utf8").split("\n")) {
      const r = line && JSON.parse(line);
      if (r.record === "connecting" || r.record === "sent") sent[r.client] = r.at;
      if (r.record === "connected" || r.record === "received") (took[r.client] ??= []).push(Math.round((r.at - sent[r.client]) / 1e6));
      if (r.record === "placed") took.placed = r.region;
    }
    console.log(`${took.placed} ${took[0]} ${took[1]}`);' "$work/r.jsonl"
}
same "a room at its first visitor" "$(regions weur oc /)" "weur 0,0 280,280"
same "the same, the other way about" "$(regions oc weur /)" "oc 0,0 280,280"
same "a room at its hint" "$(regions weur oc '/?hint=enam')" "enam 80,80 200,200"
same "a hint that is no region" "$(regions weur oc '/?hint=mars')" "weur 0,0 280,280"

# A run that is to be done twice ends at the very moment at which its room, asked to, leaves memory.
project at_once 'export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch() { await this.ctx.storage.setAlarm(Date.now() + 1000); await this.ctx.storage.put("asked", 1); return new Response("set"); }
  async alarm() { await this.ctx.storage.put("ran", 1); }
}
export default { fetch: (request, env) => env.ROOM.getByName("one").fetch(request) };' >/dev/null
cat >"$work/at_once.yaml" <<YAML
worker: at_once
duration: 3min
clients:
  - name: one
    does: [{wait: 2s}, {request: /}, {request: /}]
expect: [no alarm lost]
faults:
  - evict: {at: 2500ms}
  - alarm duplicate: {when: first alarm fires}
  - slow storage: {when: first commit, takes: 2s}
YAML
expect 0 "holds     no alarm lost" -- "$dormouse" run "$work/at_once.yaml"
finish

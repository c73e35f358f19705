#!/usr/bin/env bash
# What is kept and lost when isolates and runtimes end: module globals, sockets, storage.
. "$(dirname "$0")/lib.sh"

# counting NAME 'STATEMENTS': a room whose messages do this, with a module global n.
counting() {
  project "$1" "let n = 0;
const kept = [];
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, message) {
    $2
  }
}
export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) };" >/dev/null
}

# played NAME 'PLATFORM AND FAULTS' 'EXPECTATION': one client sends every minute for ten minutes, and comes back when cut off.
played() {
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 11min
$2
clients:
  - name: one
    sessions: {at: 1s, length: 10min}
    does:
      - connect: /
      - every: 1min
        send: hi
    reconnect: {fixed: 1s}
expect:
  - $3
YAML
  echo "$work/s.yaml"
}

counting globals 'ws.send(`n${++n}`);'
expect 1 "VIOLATED" -- "$dormouse" run "$(played globals '' 'never received: n8')"
expect 0 "holds" -- "$dormouse" run "$(played globals 'faults: [restart: {at: 5min}]' 'never received: n8')"
expect 0 "holds" -- "$dormouse" run "$(played globals 'faults: [deploy: {at: 5min, mode: immediate}]' 'never received: n8')"
expect 0 "holds" -- "$dormouse" run "$(played globals 'faults: [deploy: {at: 5min}]' 'never received: n8')"
expect 1 "VIOLATED" -- "$dormouse" run "$(played globals 'faults: [evict: {at: 5min}]' 'never received: n8')"
expect 0 "holds" -- "$dormouse" run "$(played globals 'platform: {empty isolates: go}' 'never received: n2')"

counting stored 'const s = ((await this.ctx.storage.get("n")) ?? 0) + 1; await this.ctx.storage.put("n", s); ws.send(`s${s}`);'
expect 0 "holds" -- "$dormouse" run "$(played stored 'faults: [restart: {at: 5min}]' 'received: s8')"
expect 4 "no client received any message or answer" -- "$dormouse" run "$(played stored 'faults: [storage write fails: 100%]' 'never received: s1')"

counting memory 'kept.push(new Uint8Array(20_000_000)); ws.send(`n${++n}`);'
expect 0 "holds" -- "$dormouse" run "$(played memory '' 'never received: n8')" --trace "$work/memory.jsonl"
expect 0 "isolate exceeded its memory limit and was reset" -- grep -m 1 exceeded "$work/memory.jsonl"
expect 1 "VIOLATED" -- "$dormouse" run "$(played memory 'platform: {preset: workerd}' 'never received: n8')"

# Sockets that are accepted in a later turn are their own clients' connections, whichever handler is done first.
project later "let n = 0;
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const name = new URL(request.url).searchParams.get('name');
    await new Promise((done) => setTimeout(done, name === 'a-0' ? 500 : 10));
    await this.ctx.storage.get('x');
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send('you are ' + name);
    return new Response(null, { status: 101, webSocket: client });
  }
}
export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) };" >/dev/null
cat >"$work/s.yaml" <<'YAML'
worker: later
duration: 1min
clients: [{name: a, count: 3, does: [{connect: {path: /, query: {name: <client>}}}, {wait: 10s}]}]
expect: [delivered to everyone who stayed]
YAML
expect 0 "holds     delivered" -- "$dormouse" run "$work/s.yaml" --trace "$work/later.jsonl"
for record in socket-accepted message-left received; do
  expect 0 "3" -- grep -c "\"record\":\"$record\".*\"socket\":[012]," "$work/later.jsonl"
done

# A runtime that starts anew does not draw what it drew before.
project random "export class Room { fetch() { return new Response(crypto.randomUUID()); } }
export default { async fetch(request, env) {
  return new Response(crypto.randomUUID() + ' ' + await (await env.ROOM.getByName('a').fetch(request)).text());
} };" >/dev/null
cat >"$work/s.yaml" <<'YAML'
worker: random
duration: 1min
faults: [{restart: {at: 20s}}, {deploy: {at: 40s, mode: immediate, rollout: 0s}}]
clients: [{name: a, does: [{request: {path: /}}, {wait: 30s}, {request: {path: /}}, {wait: 20s}, {request: {path: /}}]}]
YAML
"$dormouse" run "$work/s.yaml" --trace "$work/random.jsonl" >/dev/null
same "different random ids" "$(grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' "$work/random.jsonl" | sort -u | wc -l)" 6

# A promise that was put to no test is no promise kept.
expect 4 "unknown" -- "$dormouse" run "$(played globals '' 'no alarm lost')"
finish

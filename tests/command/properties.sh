#!/usr/bin/env bash
# Each property of a run against a JavaScript room that breaks it, and one that keeps it.
. "$(dirname "$0")/lib.sh"

# room NAME 'CLASS BODY': a room whose sockets hibernate; its body may have a fetch of its own.
room() {
  local own="fetch() { return this.take(); }"
  [[ $2 == *"fetch("* ]] && own=""
  project "$1" "const json = (value) => JSON.stringify(value);
export class Room {
  constructor(ctx, env) { this.ctx = ctx; this.env = env; }
  $own
  take() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    this.joined?.(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  all(value, but) { for (const ws of this.ctx.getWebSockets()) if (ws !== but) ws.send(typeof value === 'string' ? value : json(value)); }
  $2
}
export default { fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get('room') ?? 'a').fetch(request) };" >/dev/null
}

talks='      - repeat: {times: 20, do: [{send: {json: {id: <n>, text: "message {n} of ann"}}}, {wait: 10s}]}'

# played NAME EXPECTATION ['MORE OF THE SCENARIO' ['STEPS OF THE FIRST CLIENT']]: two clients, who stay for half an hour of two.
played() {
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 2h
${3:-}
clients:
  - name: ann
    sessions: {at: 1s, length: 30min}
    does:
      - connect: /?room={room}
      - wait: 5s
${4:-$talks}
      - wait: 1h
    reconnect: {fixed: 1s}
    room: a
  - name: bob
    sessions: {at: 2s, length: 29min}
    does: [{connect: "/?room={room}"}, {wait: 1h}]
    reconnect: {fixed: 1s}
    room: a
expect:
  - $2
YAML
  echo "$work/s.yaml"
}
holds() { expect 0 "holds" -- "$dormouse" run "$(played "$@")"; }
breaks() { # TEXT played's arguments
  local text=$1
  shift
  expect 1 "$text" -- "$dormouse" run "$(played "$@")"
}
unknown() { expect 4 "unknown" -- "$dormouse" run "$(played "$@")"; }

# ---- order and duplicates
pairs='      - repeat: {times: 20, do: [{send: {json: {id: <n>, text: "message {n} of ann"}}}, {send: {json: {id: <n>, text: "message {n} of ann"}}}, {wait: 10s}]}'
room ordered 'async webSocketMessage(ws, text) { this.all(text); }'
room overtaken 'async webSocketMessage(ws, text) {
    const { id } = JSON.parse(text);
    if (id % 2 === 1) await new Promise((done) => setTimeout(done, 200));
    this.all(text);
  }'
for order in '{relayed: as sent}' '{id: id}' '{number: id}'; do
  holds ordered "per-sender order: $order" "" "$pairs"
  breaks "bob-0 received" overtaken "per-sender order: $order" "" "$pairs"
done
room echoes 'webSocketMessage(ws, text) { ws.send(text.toUpperCase()); }'
unknown echoes "per-sender order: {relayed: as sent}"
room twice 'webSocketMessage(ws, text) { this.all(text); if (JSON.parse(text).id === 7) this.all(text); }'
for which in '{relayed: as sent}' '{id: id}'; do
  holds ordered "no duplicates: $which"
  breaks "for the second time" twice "no duplicates: $which"
done
# A client that sends again what it sent: only the room can tell.
again='      - repeat: {times: 20, do: [{send: {json: {id: <n / 2>, text: hi}}}, {wait: 1min}]}'
room remembers 'webSocketMessage(ws, text) {
    const key = `seen ${JSON.parse(text).id}`;
    if (this.ctx.storage.kv.get(key)) return;
    this.ctx.storage.kv.put(key, true);
    this.all(text);
  }'
holds ordered 'no duplicates: {id: id}' "" "$again"
breaks "for the second time" ordered 'no duplicates: {id: id, even if resent: yes}' "" "$again"
holds remembers 'no duplicates: {id: id, even if resent: yes}' "" "$again"

# ---- durability
kept='acknowledged is durable: {id: id, acknowledged: {type: saved}}'
crash='faults: [crash before commit: {when: 5th commit}]'
room saves 'async webSocketMessage(ws, text) { const { id } = JSON.parse(text); await this.ctx.storage.put(`m${id}`, text); ws.send(json({ type: "saved", id })); }'
room hopes 'async webSocketMessage(ws, text) { const { id } = JSON.parse(text); await this.ctx.storage.put(`m${id}`, text, { allowUnconfirmed: true }); ws.send(json({ type: "saved", id })); }'
room later 'webSocketMessage(ws, text) {
    const { id } = JSON.parse(text);
    (this.buffer ??= []).push(text);
    ws.send(json({ type: "saved", id }));
    this.timer ??= setTimeout(() => { this.ctx.storage.kv.put("all", this.buffer); this.timer = null; }, 5000);
  }'
room forgets 'webSocketMessage(ws, text) { (this.said ??= []).push(text); ws.send(json({ type: "saved", id: JSON.parse(text).id })); }'
holds saves "$kept" "$crash"
breaks "What was acknowledged is lost" hopes "$kept" "$crash"
holds hopes "$kept"
breaks "was reset" later "$kept" "faults: [host lost: {when: 4th message, after: 2s}]"
breaks "hibernated" forgets "$kept" "" '      - repeat: {times: 20, do: [{send: {json: {id: <n>}}}, {wait: 1min}]}'

# ---- wakes with nothing to do
constructor() { # NAME 'WHAT IT DOES'
  room "$1" 'webSocketMessage() {}'
  sed -i "s|this.env = env; }|this.env = env; $2 }|" "$work/$1/worker.js"
}
constructor grows 'ctx.storage.kv.put(`start ${crypto.randomUUID()}`, 1);'
constructor counts 'ctx.storage.kv.put("starts", (ctx.storage.kv.get("starts") ?? 0) + 1);'
seldom='      - repeat: {times: 5, do: [{send: {json: {id: <n>, text: "message {n}"}}}, {wait: 2min}]}'
breaks "each wake leaves more keys: " grows 'constructor idempotent: {at: 1min}' "" "$seldom"
breaks "It was woken 3 times" grows 'constructor idempotent: {at: 1min, wakes: 3}' "" "$seldom"
holds counts 'constructor idempotent: {at: 1min}' "" "$seldom"
unknown counts 'constructor idempotent: {at: 2d}' "" "$seldom"

# ---- alarms and quiet
room once 'async webSocketMessage() { if (!(await this.ctx.storage.getAlarm())) await this.ctx.storage.setAlarm(Date.now() + 1000); }
  alarm() { this.ctx.storage.kv.put("runs", (this.ctx.storage.kv.get("runs") ?? 0) + 1); }'
holds once 'no alarm doubled'
holds once 'no alarm doubled' 'faults: [crash before commit: {rate: 60/h}]'
holds once 'no alarm doubled' 'faults: [host lost: {rate: 60/h}]'
breaks "had run to its end" once 'no alarm doubled' 'faults: [alarm duplicate: {when: 3rd alarm fires}]'
unknown echoes 'no alarm doubled'
holds once 'alarms on time: {within: 1s}'
breaks "An alarm that was due at" once 'alarms on time: {within: 30s}' 'faults: [alarm late: {when: 3rd sets alarm, takes: 40s}]'
holds once 'alarms on time: {within: 1min}' 'faults: [alarm late: {when: 3rd sets alarm, takes: 40s}]'
room slow_alarm 'async webSocketMessage() { if (!(await this.ctx.storage.getAlarm())) await this.ctx.storage.setAlarm(Date.now() + 1000); }
  async alarm() { await this.ctx.storage.setAlarm(Date.now() + 100); await new Promise((done) => setTimeout(done, 20000)); }'
breaks "the next run waits for the end of that one" slow_alarm 'alarms on time: {within: 10s}'
room ticks 'async webSocketMessage() { await this.ctx.storage.setAlarm(Date.now() + 1000); }
  async alarm() { await this.ctx.storage.setAlarm(Date.now() + 60000); }'
room stops 'async webSocketMessage() { await this.ctx.storage.setAlarm(Date.now() + 1000); }
  async alarm() { if (this.ctx.getWebSockets().length) await this.ctx.storage.setAlarm(Date.now() + 60000); }'
breaks "sets itself again" ticks 'quiet after everyone left: {within: 10min}'
holds stops 'quiet after everyone left: {within: 10min}'
room deletes 'async webSocketMessage() { await this.ctx.storage.setAlarm(Date.now() + 1000); }
  async alarm() { await this.ctx.storage.deleteAlarm(); throw new Error("done with it"); }'
holds deletes 'no alarm lost'
unknown stops 'quiet after everyone left: {within: 3h}'
room cleans 'async webSocketMessage(ws, text) {
    if (JSON.parse(text).id === 20) return this.ctx.storage.deleteAll();
    await this.ctx.storage.put("last", text);
    await this.ctx.storage.setAlarm(Date.now() + 60000);
  }
  async alarm() { await this.ctx.storage.put("summary", Date.now()); }'
holds cleans 'freed storage stays freed'
sed -i 's|^compatibility_date.*|compatibility_date = "2026-01-01"|' "$work/cleans/wrangler.toml"
breaks "It had deleted all that it stored" cleans 'freed storage stays freed'
unknown echoes 'freed storage stays freed'
room interval 'webSocketMessage() { this.timer ??= setInterval(() => {}, 1000); }'
breaks "a timer of its own kept it" interval 'quiet after everyone left: {within: 30s}' 'platform: {pending work keeps: 1h}'

# ---- presence
told='joined() { this.tell(this.ctx.getWebSockets().length); }
  tell(online, but) { this.all({ type: "presence", online }, but); }
  webSocketMessage() {}'
room counts "$told webSocketClose(ws) { this.tell(this.ctx.getWebSockets().length - 1, ws); }"
room counts_itself "$told webSocketClose(ws) { this.tell(this.ctx.getWebSockets().length, ws); }"
room never_tells "$told"
room names 'joined(ws) { this.tell(); } webSocketClose(ws) { this.tell(ws); } webSocketMessage() {}
  tell(but) { this.all({ here: this.ctx.getWebSockets().filter((one) => one !== but).map((_, i) => i) }, but); }'
holds counts 'presence: online'
holds counts 'presence: {member: online, json: {type: presence}}'
holds names 'presence: {member: here}'
breaks "was told 2" counts_itself 'presence: {member: online}'
breaks "was told 2" never_tells 'presence: {member: online, within: 30s}'
unknown echoes 'presence: {member: online}'

# ---- what code may not do
room careless 'webSocketMessage(ws, text) { if (JSON.parse(text).id === 3) Promise.reject(new Error("nobody hears")); ws.send("ok"); }'
room careful 'webSocketMessage(ws, text) { if (JSON.parse(text).id === 3) Promise.reject(new Error("somebody hears")).catch(() => {}); ws.send("ok"); }'
breaks "Error: nobody hears" careless 'no unhandled rejection'
holds careful 'no unhandled rejection'
holds ordered 'sizes'
holds ordered 'sizes: {messages: 1KiB}'
breaks "sent a message of" ordered 'sizes: {messages: 30B}'
room hoards 'webSocketMessage(ws, text) { ws.serializeAttachment({ seen: "x".repeat(1000 * JSON.parse(text).id) }); }'
breaks "for what a socket must remember" hoards 'sizes'
holds ordered 'one instance at a time' 'faults: [host lost: {rate: 20/h}, deploy: {at: 10min, mode: immediate}]'

# ---- wakes
breaks "for an alarm of its own" ticks 'wakes when idle: {at most: 30/h}'
holds ticks 'wakes when idle'
unknown echoes 'wakes when idle'
breaks "woke 11 times" ordered 'wakes of a room: {at most: 10/h}' "" '      - repeat: {times: 20, do: [{send: hi}, {wait: 1min}]}'
holds ordered 'wakes of a room: {at most: 30/h}' "" '      - repeat: {times: 20, do: [{send: hi}, {wait: 1min}]}'

# ---- latencies and budgets
many='      - repeat: {times: 100, do: [{send: {json: {id: <n>, text: "message {n} of ann"}}}, {wait: 12s}]}'
room dawdles 'async webSocketMessage(ws, text) { await new Promise((done) => setTimeout(done, 300)); this.all(text); }'
holds dawdles 'message latency: {p95: 200ms}' "" "$many"
breaks "from its sender to this client" dawdles 'message latency: {p95: 200ms, relayed: as sent}' "" "$many"
holds dawdles 'message latency: {p50: 400ms, p99: 1s, id: id}' "" "$many"
holds ordered 'wake latency: {p95: 100ms, longest: 1s}' "" "$many"
breaks "wakes took longer than 1 s" ordered 'wake latency: {p95: 1s}' 'faults: [constructor slow: {when: constructs, probability: 50%, takes: 3s}]' "$many"
holds ordered 'connect success'
room shy 'fetch() { return (this.tried = (this.tried ?? 0) + 1) % 2 ? new Response("later", { status: 503 }) : this.take(); }'
breaks "was answered with 503" shy 'connect success: {at least: 100%}'
breaks "rows written were used since the start" saves 'use: {rows written: 1000/month}'
holds saves 'use: {rows written: 1M/month, rows read: 1M, stored: 1MiB, requests: 1k/h, object seconds: 3600/h, worker cpu ms: 1M}'
breaks "rows written were used since" saves 'use: {rows written: 10/h}'

finish

#!/usr/bin/env bash
# Mistakes that are planted in rooms: which promise notices each, what is never reached, the same however it is played.
. "$(dirname "$0")/lib.sh"

# A room with what most rooms have: sockets with names, a count in storage, an alarm that frees it.
mkdir -p "$work/room/src"
cat >"$work/room/wrangler.toml" <<'TOML'
name = "room"
main = "src/index.ts"
compatibility_date = "2026-08-01"
[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Room"]
TOML
cat >"$work/room/src/index.ts" <<'TS'
import { DurableObject } from "cloudflare:workers";
import { told } from "./lib";

interface Env { ROOM: DurableObjectNamespace<Room> }

export class Room extends DurableObject<Env> {
  private count = 0;
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.count = (await ctx.storage.get<number>("count")) ?? 0;
    });
  }
  async fetch(request: Request): Promise<Response> {
    if (request.method === "DELETE") await this.ctx.storage.delete("count");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server!);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws: WebSocket, text: string) {
    this.count++;
    await this.ctx.storage.put("count", this.count);
    for (const one of this.ctx.getWebSockets()) told(one, `${text} ${this.count}`);
  }
  async webSocketClose(ws: WebSocket) {
    ws.close();
    if (this.ctx.getWebSockets().every((one) => one === ws)) await this.ctx.storage.setAlarm(Date.now() + 1000);
  }
  async alarm() {
    await this.ctx.storage.deleteAll();
  }
}
export default { fetch: (request, env) => env.ROOM.getByName("one").fetch(request) } satisfies ExportedHandler<Env>;
TS
echo 'export const told = (ws: WebSocket, text: string): void => ws.send(text);' >"$work/room/src/lib.ts"
cat >"$work/one.yaml" <<'YAML'
worker: room
duration: 5min
clients:
  - name: ann
    does:
      - connect: /
      - send: hi
      - wait for: {text: "hi 1", within: 5s}
      - wait: 1min
      - send: ho
      - wait for: {text: "ho 2", within: 5s}
      - leave
expect:
  - clients got what they waited for
  - storage freed: {within: 1min}
YAML
cd "$work" || exit 1
export XDG_CACHE_HOME=$work/cache

line() { grep -n -m 1 -F "$1" "$work/room/src/index.ts" | cut -d : -f 1; }
# told KIND 'TEXT' 'VERDICT': there is a row of this kind, at the line with this text in the user's file, that ends so.
told() {
  grep -E "^ +[0-9]+  $1 +room/src/index.ts:$(line "$2")  +$3\$" "$work/report" >/dev/null || fail "$1 at $2: not $3 in
$(cat "$work/report")"
}

"$dormouse" mutate one.yaml --runs 60 -j2 --json two.json >report
same "some survive" $? 1
told skip-rebuild "this.count = (await" "caught: clients got what they waited for"
told drop-put 'storage.put("count"' "caught: clients got what they waited for"
told drop-set-alarm "setAlarm" "caught: storage freed within 1 min of the last departure"
told drop-delete-all "deleteAll" "caught: storage freed within 1 min of the last departure"
told drop-delete 'storage.delete("count"' "never reached"
told answer-before-put "told(one" "survived"
told forget-await "deleteAll" "survived: the run is the same, record for record"
for text in '[-await this.ctx.storage.deleteAll();-]' '`acknowledged is durable:` with the fault' \
  'What made no difference (' 'What would catch the rest' ' never reached'; do
  grep -qF -- "$text" report || fail "the report does not say $text"
done
grep -qE '^[0-9]+ of [0-9]+ mistakes caught \([0-9]+ %\): [0-9]+ by what the scenario promises' report || fail "no score"

# The same however many are played at once, and whatever else is played.
"$dormouse" mutate one.yaml --runs 60 -j1 --json one.json >report.1
cmp report report.1 || fail "the report depends on the number of jobs"
cmp one.json two.json || fail "the JSON depends on the number of jobs"
"$dormouse" mutate one.yaml --no-fuzz --only drop-put,drop-set-alarm >report.2
same "both are caught" $? 0
grep -F "drop-set-alarm " report >first
grep -F "drop-set-alarm " report.2 | cmp - first || fail "its number depends on --only"

# Several scenarios: what one does not catch the other may.
sed 's/ho 2/ho/; /storage freed/d' one.yaml >weak.yaml
expect 1 "survived" -- "$dormouse" mutate weak.yaml --no-fuzz --only skip-rebuild
expect 0 "caught: clients got what they waited for in one.yaml" -- "$dormouse" mutate weak.yaml one.yaml --no-fuzz --only skip-rebuild
sed 's/ho 2/ho 3/' one.yaml >wrong.yaml
expect 1 'note: without any mistake "clients got what they waited for" is violated: it catches none' -- \
  "$dormouse" mutate wrong.yaml --no-fuzz --only skip-rebuild

# Nothing to play.
expect 4 "0 of 0 mistakes caught" -- "$dormouse" mutate one.yaml --no-fuzz --only drop-delete
expect 4 "no such mistake fits the code" -- "$dormouse" mutate one.yaml --no-fuzz --only drop-delete-alarm,empty-error-handler

# What only the fuzzer sees.
sed "s|^worker: broken.js|worker: $root/tests/bugs/roster-in-a-field/fixed.js|" "$root/tests/bugs/roster-in-a-field/scenario.yaml" >roster.yaml
expect 1 "survived" -- "$dormouse" mutate roster.yaml --only keep-in-field --no-fuzz
expect 0 'seed 1, hibernate: {at:' -- "$dormouse" mutate roster.yaml --only keep-in-field --runs 60
expect 0 "0 by what the scenario promises, 2 by fuzzing alone" -- "$dormouse" mutate roster.yaml --only keep-in-field --runs 60

# Ctrl-C keeps what is done.
"$dormouse" mutate one.yaml --runs 3000 -j1 >stopped 2>&1 &
pid=$!
sleep 3
kill -INT $pid
wait $pid
same "stopped" $? 3
grep -qE "not played|interrupted" stopped || fail "it does not say that it was stopped: $(cat stopped)"

expect 2 "no-such.yaml" -- "$dormouse" mutate no-such.yaml
expect 2 'no mistake is called "drop-putt"' -- "$dormouse" mutate one.yaml --only drop-putt
expect 2 "the room is native: its code cannot be changed" -- "$dormouse" mutate "$root/scenarios/library/lobby-native.yaml"
expect 2 "/no/such/folder/x.json: cannot be written" -- "$dormouse" mutate one.yaml --json /no/such/folder/x.json
expect 2 "excludes" -- "$dormouse" mutate one.yaml --no-fuzz --runs 5
expect 0 "echo-close-code" -- "$dormouse" mutate --help
finish

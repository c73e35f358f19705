#!/usr/bin/env bash
# Several Workers in one scenario: service bindings, classes of other Workers, hosts, cron triggers, upgrades.
. "$(dirname "$0")/lib.sh"

several=$root/tests/workers
trace=$work/several.jsonl
says() { expect 0 "" -- grep -qF -- "$1" "$trace"; }
count() { grep -cF -- "$1" "$trace"; }

expect 0 "env.BILLING is of the Worker \"billing\", which the scenario does not run" -- "$dormouse" check "$several/several.yaml"
"$dormouse" run "$several/several.yaml" --trace "$trace" >"$work/report" || fail "the scenario cannot be played"

# A socket through a service binding, and straight to the Worker that has the host; before and after an upgrade.
says '"bytes":"v1 before"'
says '"bytes":"v1 straight"'
says '"bytes":"v2 after"'
says 'Durable Object reset because its code was updated.'
# RPC to another Worker's object and entry point; a class of the same name in each Worker.
says '"bytes":"{\"rooms\":2,\"user\":\"ann\"}"'
says "front's room, visit 1"
says '{\"differ\":true}'
says 'room v1'
# Bodies in pieces, errors with their class, a loop of Workers, a Worker that is not there.
says '"bytes":"one two three"'
says 'caught RangeError: no such room'
says 'Object.fetch (rooms/src/index.ts:'
says '"bytes":"Subrequest depth limit exceeded"'
says 'AbsentWorkerError: env.BILLING.fetch: the scenario does not run the Worker \"billing\"'
# The other Worker's cron triggers; what is billed: no request through a binding.
same "cron triggers" "$(count '"record":"cron"')" 6
same "calls between Workers" "$(count '"record":"service-called"')" 36
same "billed requests" "$(count '"record":"worker-request"')" 17
says '"worker":"rooms","entry":"Auth"'

# The same in every process, counted code or plain.
first=$("$dormouse" run "$several/several.yaml" --json | grep -F '"fingerprint"')
same "the fingerprint" "$first" "$("$dormouse" run "$several/several.yaml" --plain --json | grep -F '"fingerprint"')"
for file in "  src/index.ts" "  rooms/src/index.ts" "  rooms-v2/src/index.ts"; do
  expect 0 "$file" -- "$dormouse" run "$several/several.yaml" --lines
done
expect 0 "rooms/Room" -- "$dormouse" inspect "$several/several.yaml" --at 10s

# Without the other Worker its bindings fail where they are used, and the note says where it is.
sed '/^workers:/,/^ *- {worker/d; /^faults:/,/^ *- deploy/d; s|^worker: |worker: '"$several"'/|; /host: rooms/d' \
  "$several/several.yaml" >"$work/alone.yaml"
expect 0 'add the folder rooms beside it to `workers:`' -- "$dormouse" check "$work/alone.yaml"
trace=$work/alone.jsonl
"$dormouse" run "$work/alone.yaml" --trace "$trace" >/dev/null
says 'AbsentWorkerError: env.ROOM_WORKER.fetch: the scenario does not run the Worker \"rooms\"'

# bad NAME 'SED' TEXT: the scenario, changed so, is refused with this text.
bad() {
  sed "s|worker: front|worker: $several/front|; s|{worker: rooms, hosts|{worker: $several/rooms, hosts|; $1" \
    "$several/several.yaml" >"$work/bad.yaml"
  expect 2 "$2" -- "$dormouse" check "$work/bad.yaml"
}
bad "s|$several/rooms|$several/front|" 'two Workers are called "front"'
bad "s|worker: rooms, upgrade|worker: room, upgrade|" 'did you mean "rooms"?'
bad "s|worker: rooms, upgrade: rooms-v2|upgrade: $several/rooms-v2|" 'which of the Workers is upgraded?'
bad "s|upgrade: rooms-v2|upgrade: rooms-v3|" 'rooms-v3: no such Worker'
bad "s|upgrade: rooms-v2|upgrade: $several/rooms-v2|; s|hosts: .*\]|hosts: [a/b]|" 'hosts must be names, not "a/b"'
cp -r "$several/rooms-v2" "$work/broken"
echo 'throw new Error("not today");' >>"$work/broken/src/index.ts"
bad "s|upgrade: rooms-v2|upgrade: $work/broken|" 'not today'
sed -i 's/export class Room/class Room/; /not today/d' "$work/broken/src/index.ts"
bad "s|upgrade: rooms-v2|upgrade: $work/broken|" 'binds the Durable Object class "Room", which src/index.ts does not export'

# An entry point, or a cron trigger, that never ends has run for as long as it may; its caller hears of it.
mkdir -p "$work/a" "$work/b"
cat >"$work/a/wrangler.toml" <<'TOML'
name = "a"
main = "worker.js"
compatibility_date = "2026-08-01"
services = [{binding = "B", service = "b", entrypoint = "Busy"}]
TOML
echo 'export default { async fetch(request, env) {
  try { return new Response(await env.B.spin()); } catch (error) { return new Response(`caught ${error.message}`); }
} };' >"$work/a/worker.js"
cat >"$work/b/wrangler.toml" <<'TOML'
name = "b"
main = "worker.js"
compatibility_date = "2026-08-01"
[triggers]
crons = ["*/5 * * * *"]
TOML
echo 'import { WorkerEntrypoint } from "cloudflare:workers";
const spin = () => { for (;;) {} };
export class Busy extends WorkerEntrypoint { spin() { return spin(); } }
export default { scheduled: spin };' >"$work/b/worker.js"
cat >"$work/busy.yaml" <<'YAML'
worker: a
workers: [b]
duration: 6min
clients: [{name: a, does: [{request: {path: /}}]}]
YAML
trace=$work/busy.jsonl
"$dormouse" run "$work/busy.yaml" --trace "$trace" >"$work/report" || fail "the busy Workers cannot be played"
says '"bytes":"caught Worker exceeded CPU time limit."'
says 'b/worker.js:2'
expect 0 '"kind":"rpc"' -- grep '"record":"exception".*CPU time limit' "$trace"
expect 0 '"kind":"scheduled"' -- grep '"record":"exception".*CPU time limit' "$trace"

finish

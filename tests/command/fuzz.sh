#!/usr/bin/env bash
# The fuzzer finds what is broken, each in a few seconds, finds nothing in what is not, and what it writes shows it.
. "$(dirname "$0")/lib.sh"

expectations=
# fuzzed BUG ROOM RUNS [OPTION...]: its scenario with this room, for so many runs.
fuzzed() {
  sed "s|^worker: broken.js|worker: $root/tests/bugs/$1/$2.js|; s|script: |script: $root/tests/bugs/$1/|" "$root/tests/bugs/$1/scenario.yaml" >"$work/$1-$2.yaml"
  "$dormouse" fuzz "$work/$1-$2.yaml" $expectations --runs "$3" --time 5min -j2 --fresh \
    --corpus "$work/corpus" --out "$work/bugs/$1" "${@:4}" >"$work/report" 2>&1
  echo $?
}

# By naps alone, by handlers that throw, by a fault, by the weather, by what the vendor leaves open. A fuzzer that finds
# nothing because it is broken fails here.
for bug in subscribers-forgotten attempts-in-memory echoed-close-code transfer-in-two-commits lost-update alarm-for-this-very-moment; do
  same "$bug, broken" "$(fuzzed $bug broken 1500)" 1
  found=$(find "$work/bugs/$bug" -name scenario.yaml | head -1)
  awake=$(dirname "$found")/awake.yaml
  if [ -e "$awake" ]; then
    expect 1 "not the same in both" -- "$dormouse" run --same "$found" "$awake"
  else
    expect 1 VIOLATED -- "$dormouse" run "$found"
  fi
  [ "$(grep -c '^ *- ' "$found")" -le 13 ] || fail "$found has more than it needs"
  same "$bug, fixed" "$(fuzzed $bug fixed 500)" 0
  expect 0 "nothing found" -- cat "$work/report"
done

# An empty room that never rests, with no expectation; and one that does.
expectations=--no-expectations
same "keep-alive-never-stops, unaided" "$(fuzzed keep-alive-never-stops broken 60)" 1
expect 0 "quiet after everyone left" -- cat "$work/report"
same "keep-alive-never-stops, fixed" "$(fuzzed keep-alive-never-stops fixed 60)" 0
expectations=

# A constructor that stores more with each wake, and what is stored only later, with no expectation; both can be left out.
expectations=--no-expectations
for bug in default-added-on-each-wake pad-saved-when-quiet; do
  rm -rf "$work/bugs/$bug"
  same "$bug, unaided" "$(fuzzed $bug broken 120 --without "constructor idempotent" --without "seen implies durable")" 0
  same "$bug, unaided" "$(fuzzed $bug broken 200 --until-failure)" 1
  found=$(find "$work/bugs/$bug" -name scenario.yaml | head -1)
  expect 1 VIOLATED -- "$dormouse" run "$found"
  expect 1 "still fails" -- "$dormouse" bugs replay --in "$work/bugs/$bug"
  same "$bug, fixed" "$(fuzzed $bug fixed 120)" 0
done
expect 0 "  - seen implies durable: {text: \"roses\"}" -- cat "$found"
expect 0 "# allowed: hosts go down" -- cat "$found"

# Clients that are code have a newcomer, too.
mkdir -p "$work/code"
cat >"$work/code/client.js" <<'END'
export const connect = "/";
export function onOpen(client) {
  if (client.name === "ann-0") client.send(client.with.says);
}
END
for room in broken fixed; do
  cp "$root/tests/bugs/pad-saved-when-quiet/$room.js" "$work/code/"
  cat >"$work/code/$room.yaml" <<END
worker: $room.js
duration: 5min
clients:
  - {name: bob, script: ./client.js, with: {says: nothing}, sessions: {at: 0s, length: 1min}}
  - {name: ann, script: ./client.js, with: {says: roses are red}, sessions: {at: 1s, length: 1min}}
END
done
expect 1 "seen implies durable" -- "$dormouse" fuzz "$work/code/broken.yaml" --runs 200 -j1 --until-failure --out "$work/bugs/code"
expect 1 VIOLATED -- "$dormouse" run "$(find "$work/bugs/code" -name scenario.yaml | head -1)"
expect 0 "nothing found" -- "$dormouse" fuzz "$work/code/fixed.yaml" --runs 120 -j1 --out "$work/bugs/code-fixed"

# Hints are printed, and count for nothing unless they are asked for.
expect 0 "hint: the close handshake is not completed" -- cat "$work/report"
same "hints count" "$(fuzzed pad-saved-when-quiet fixed 30 --hints)" 1
expectations=

# What a constructor and each event draw is their own: a nap does not change what clients see of it.
mkdir -p "$work/dice"
cat >"$work/dice/room.js" <<'END'
export class Room {
  constructor(ctx) {
    this.ctx = ctx;
    this.id = crypto.randomUUID();
  }
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(socket) {
    socket.send(`${Math.random()} ${crypto.randomUUID()}`);
  }
}
export default { fetch: (request, env) => env.ROOM.get(env.ROOM.idFromName("one")).fetch(request) };
END
cat >"$work/dice/scenario.yaml" <<'END'
worker: room.js
duration: 5min
clients:
  - name: ann
    does: [{connect: /}, {repeat: {times: 4, do: [{send: roll}, {wait: 20s}]}}]
END
expect 0 "nothing found" -- "$dormouse" fuzz "$work/dice/scenario.yaml" --runs 150 -j1 --out "$work/bugs/dice"

# The same runs find the same.
rm -rf "$work/bugs/subscribers-forgotten"
fuzzed subscribers-forgotten broken 200 >/dev/null
grep -v "found in run" "$work/report" >"$work/first"
rm -rf "$work/bugs/subscribers-forgotten"
fuzzed subscribers-forgotten broken 200 >/dev/null
same "twice" "$(grep -v "found in run" "$work/report")" "$(cat "$work/first")"

# The order of what two clients send is a choice; the finding says which rule lets one overtake the other.
for strategy in sweep pct; do
  rm -rf "$work/bugs"
  same "an order, by $strategy" "$(fuzzed two-messages-at-once broken 300 --strategy "$strategy")" 1
  found=$(find "$work/bugs" -name scenario.yaml)
  expect 0 "  - clog: {at: " -- cat "$found"
  expect 0 "# allowed: frames of one connection keep their order" -- cat "$found"
  expect 1 VIOLATED -- "$dormouse" run "$found"
done

# What is said of a finding is said of the scenario that is kept, whose draws are others.
mkdir -p "$work/words"
cat >"$work/words/room.js" <<'END'
export class Room { async fetch(request) { throw new Error("no such number: " + new URL(request.url).searchParams.get("n")); } }
export default { fetch: (request, env) => env.ROOM.getByName("one").fetch(request) };
END
cat >"$work/words/wrangler.json" <<'END'
{"name": "words", "main": "room.js", "compatibility_date": "2026-01-01", "durable_objects": {"bindings": [{"name": "ROOM", "class_name": "Room"}]}, "migrations": [{"tag": "v1", "new_sqlite_classes": ["Room"]}]}
END
cat >"$work/words/s.yaml" <<'END'
worker: .
duration: 1min
clients: [{name: ann, draws: {number: {integer: [100, 999]}}, does: [{wait: {exponential: 1s}}, {request: "/?n={number}"}]}]
END
rm -rf "$work/bugs"
expect 1 "no handler throws" -- "$dormouse" fuzz "$work/words/s.yaml" --runs 50 -j1 --fresh --corpus "$work/corpus" --out "$work/bugs"
found=$(find "$work/bugs" -name scenario.yaml)
number=$(grep -o "no such number: [0-9]*" "$found" | head -1)
expect 1 "$number" -- "$dormouse" run "$found"

# A small scenario is exhausted.
expect 0 "pairs of the first seed were played" -- "$dormouse" fuzz "$work/lost-update-fixed.yaml" --runs 2500 -j1 --fresh \
  --corpus "$work/corpus" --out "$work/bugs" --strategy sweep

# What came to something new is kept and played first in the next campaign; what is no such case is refused.
kept=$(find "$work/corpus" -path '*two-messages*' -name '*.json' | head -1)
[ -n "$kept" ] || fail "no corpus was kept"
expect 1 "never received" -- "$dormouse" fuzz "$work/two-messages-at-once-broken.yaml" --runs 200 -j1 \
  --corpus "$work/corpus" --out "$work/bugs" --strategy coverage
echo '{"seed": 1}' >"$(dirname "$kept")/0.json"
expect 2 "is no case of this version" -- "$dormouse" fuzz "$work/two-messages-at-once-broken.yaml" --runs 20 -j1 \
  --corpus "$work/corpus" --out "$work/bugs"
expect 0 "" -- "$dormouse" fuzz "$work/lost-update-fixed.yaml" --runs 20 -j1 --corpus "$work/corpus" --out "$work/bugs"

expect 2 "no-such.yaml" -- "$dormouse" fuzz no-such.yaml
expect 2 'expected a duration, not "soon"' -- "$dormouse" fuzz "$work/lost-update-fixed.yaml" --time soon
finish

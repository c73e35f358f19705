#!/usr/bin/env bash
# Counters in the user's code change nothing that a run says; CPU time by the blocks that ran is the same in every run.
. "$(dirname "$0")/lib.sh"

fingerprint() { "$dormouse" run "$@" --json | sed -n 's/.*"fingerprint": "\(.*\)",/\1/p'; }
for file in "$root"/scenarios/library/{chat-accept,chat-hibernating,lobby-echo-close}.yaml "$root"/tests/projects/async-storage/scenario.yaml; do
  same "$(basename "$file") with and without counters" "$(fingerprint "$file")" "$(fingerprint "$file" --plain)"
done

# What a handler does is what it takes: the object is billed for a loop of a million turns, and for the same time again.
handler work 'let n = 0; for (let i = 0; i < Number(message); i++) n += String(i).length; ws.send(String(n));' >/dev/null
duration() { # MESSAGE CPU: GB-s of the month
  sed -i "s/send: .*/send: '$1'/; /^platform/d" "$(scenario work)"
  echo "platform: {cpu: $2}" >>"$work/s.yaml"
  "$dormouse" run "$work/s.yaml" | awk '/object duration/ { gsub(",", "", $4); print $4 }'
}
little=$(duration 10 "measured blocks")
much=$(duration 5000000 "measured blocks")
same "the same work, the same time" "$much" "$(duration 5000000 "measured blocks")"
same "work is nothing at a fixed cost" "$(duration 10 fixed)" "$(duration 5000000 fixed)"
awk -v little="$little" -v much="$much" 'BEGIN { exit !(much > 2 * little) }' ||
  fail "more work is not more time: $little GB-s, then $much"
# The last message takes what the first took: a month of a message a second is billed alike, seen for one minute or four.
month() { # DURATION: GB-s
  cat >"$work/m.yaml" <<YAML
worker: work
duration: $1
platform: {cpu: measured blocks}
clients: [{name: one, does: [{connect: /}, {every: 1s, send: "100000"}]}]
YAML
  "$dormouse" run "$work/m.yaml" | awk '/object duration/ { gsub(",", "", $4); print $4 }'
}
awk -v short="$(month 1min)" -v long="$(month 4min)" 'BEGIN { exit !(short > 0 && long < 1.1 * short && short < 1.1 * long) }' ||
  fail "messages take longer and longer"
expect 2 "cpu must be one of measured blocks, fixed" -- "$dormouse" run "$(duration 10 sometimes >/dev/null 2>&1; echo "$work/s.yaml")"
expect 2 "cpu: measured blocks: --plain leaves the counters out" -- \
  "$dormouse" run "$(duration 10 "measured blocks" >/dev/null; echo "$work/s.yaml")" --plain

# Which lines ran, and what calls cost.
handler lines 'const known = this.ctx.storage.kv.get("n") ?? 0;
    if (known > 100) ws.send("never");
    this.ctx.storage.kv.put("n", known + 1);' >/dev/null
expect 0 "never: lines 10" -- "$dormouse" run "$(scenario lines)" --lines
expect 0 "worker.js:11:25  put()" -- "$dormouse" run "$work/s.yaml" --lines
row=$("$dormouse" run "$work/s.yaml" --lines | sed -n 's/.*:11:25  put() *//p')
same "calls, rows read, rows written of put()" "1 0 1" "$(echo $row)"
finish

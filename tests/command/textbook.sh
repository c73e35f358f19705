#!/usr/bin/env bash
# The three textbook mistakes are shown to be wrong; accept() and acceptWebSocket() give clients the same.
. "$(dirname "$0")/lib.sh"
cd "$root/scenarios/library" || exit 1

expect 1 "VIOLATED" -- "$dormouse" run lobby-field-names.yaml
expect 1 "InvalidAccessError: Invalid WebSocket close code: 1005." -- "$dormouse" run lobby-echo-close.yaml
expect 1 "VIOLATED  storage freed" -- "$dormouse" run lobby-never-freed.yaml
expect 0 "the same in both, message for message" -- "$dormouse" run chat-hibernating.yaml chat-accept.yaml
expect 0 "repeat        dormouse run chat-accept.yaml --seed 9" -- "$dormouse" run chat-accept.yaml --seed 9
# The fuzzer finds each of them with no expectation written.
found() { # SCENARIO ORACLE RUNS
  "$dormouse" fuzz "$1" --no-expectations --runs "$3" -j1 --seed 1 --fresh --corpus "$work/corpus" --out "$work/bugs" >"$work/report"
  grep -q "^[0-9a-f]*  $2" "$work/report" || fail "$1: no $2 among
$(cat "$work/report")"
}
found lobby-field-names.yaml "nap equivalence" 20
found lobby-echo-close.yaml "no handler throws" 60
found lobby-never-freed.yaml "storage freed" 3
finish

#!/usr/bin/env bash
# The fuzzer finds what is broken, each in a few seconds, finds nothing in what is not, and what it writes shows it.
. "$(dirname "$0")/lib.sh"

# fuzzed BUG ROOM: its scenario with this room, for so many runs.
fuzzed() {
  sed "s|^worker: broken.js|worker: $root/tests/bugs/$1/$2.js|" "$root/tests/bugs/$1/scenario.yaml" >"$work/$1-$2.yaml"
  "$dormouse" fuzz "$work/$1-$2.yaml" --runs "$3" --time 5min -j2 --out "$work/bugs/$1" >"$work/report" 2>&1
  echo $?
}

# By naps alone, by handlers that throw, by a fault, by the weather, by what the vendor leaves open. A fuzzer that finds
# nothing because it is broken fails here.
for bug in subscribers-forgotten echoed-close-code transfer-in-two-commits lost-update alarm-for-this-very-moment; do
  same "$bug, broken" "$(fuzzed $bug broken 1500)" 1
  found=$(find "$work/bugs/$bug" -name scenario.yaml | head -1)
  expect 1 VIOLATED -- "$dormouse" run "$found"
  [ "$(grep -c '^  - ' "$found")" -le 2 ] || fail "$found has more than it needs"
  same "$bug, fixed" "$(fuzzed $bug fixed 500)" 0
  expect 0 "nothing found" -- cat "$work/report"
done

# A nap is shown beside the run without it.
fuzzed subscribers-forgotten broken 200 >/dev/null
expect 0 "nap equivalence" -- cat "$work/report"
naps=$(dirname "$(find "$work/bugs/subscribers-forgotten" -name awake.yaml | head -1)")
expect 1 "not the same in both" -- "$dormouse" run "$naps/scenario.yaml" "$naps/awake.yaml"

# The same runs find the same.
fuzzed subscribers-forgotten broken 200 >/dev/null
grep -v "found in run" "$work/report" >"$work/first"
fuzzed subscribers-forgotten broken 200 >/dev/null
same "twice" "$(grep -v "found in run" "$work/report")" "$(cat "$work/first")"

expect 2 "no-such.yaml" -- "$dormouse" fuzz no-such.yaml
expect 2 'expected a duration, not "soon"' -- "$dormouse" fuzz "$work/lost-update-fixed.yaml" --time soon
expect 2 "native rooms are not fuzzed yet" -- "$dormouse" fuzz "$root/scenarios/library/lobby-native.yaml"
finish

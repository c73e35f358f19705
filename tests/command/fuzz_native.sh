#!/usr/bin/env bash
# Native rooms under the fuzzer: those of tests/native_rooms, which no program but this one has. None of it needs V8.
. "$(dirname "$0")/lib.sh"

# fuzzed ROOM [OPTION...]: the exit code.
fuzzed() {
  sed "s/^native: .*/native: $1/" "$root/tests/native_rooms/numbered.yaml" >"$work/$1.yaml"
  "$dormouse" fuzz "$work/$1.yaml" --time 5min -j1 --fresh --corpus "$work/corpus" --out "$work/bugs/$1" "${@:2}" >"$work/report" 2>&1
  echo $?
}
found() { find "$work/bugs/$1" -name scenario.yaml | head -1; }

# A field that a nap empties, and the same room that keeps it in storage.
same "counts in a field" "$(fuzzed counts-in-a-field --runs 300)" 1
expect 0 "nap equivalence" -- cat "$work/report"
expect 0 "native: counts-in-a-field" -- cat "$(found counts-in-a-field)"
expect 1 "not the same in both" -- "$dormouse" run --same "$(found counts-in-a-field)" "$(dirname "$(found counts-in-a-field)")/awake.yaml"
expect 1 "still fails" -- "$dormouse" bugs replay --in "$work/bugs/counts-in-a-field"
same "counts in storage" "$(fuzzed counts-in-storage --runs 3000)" 0
expect 0 "nothing found" -- cat "$work/report"

# A handler that throws when a connection is lost.
same "echoes the code" "$(fuzzed echoes-the-code --runs 300)" 1
expect 0 "no handler throws" -- cat "$work/report"
expect 1 "VIOLATED" -- "$dormouse" run "$(found echoes-the-code)"

# A process that dies of its room: a nap and a message are what it takes.
same "reads what is gone" "$(fuzzed reads-what-is-gone --runs 40)" 1
expect 0 "the run can be finished" -- cat "$work/report"
grep -q "shrunk to [1-5] events" "$work/report" || fail "what a process dies of is not small: $(grep shrunk "$work/report")"
expect 3 "unknown: host limit" -- "$dormouse" run "$(found reads-what-is-gone)"

# A demo as it is shipped.
expect 0 "nothing found" -- "$dormouse" fuzz "$root/tests/bench/fuzz_native/chat.yaml" --runs 500 -j1 --fresh \
  --corpus "$work/corpus" --out "$work/bugs/chat"
finish

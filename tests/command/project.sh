#!/usr/bin/env bash
# project.sh DORMOUSE NAME: plays tests/projects/NAME twice, each time in processes of its own. What the scenario expects
# holds, the traces are the same, the room left memory in between and came back, and each line of expected.txt is part of
# something that was said.
. "$(dirname "$0")/lib.sh"
project=$root/tests/projects/$2
[ -d "$root/tests/projects/node_modules" ] || { echo "FAILED: no packages: tools/setup.sh --tests"; exit 1; }
export XDG_CACHE_HOME=$work/cache
cd "$project" || exit 1
expect 0 "played to the end" -- "$dormouse" run scenario.yaml --trace "$work/first.jsonl"
expect 0 "played to the end" -- "$dormouse" run scenario.yaml --trace "$work/second.jsonl"
cmp "$work/first.jsonl" "$work/second.jsonl" || failures=$((failures + 1))
[ "$(grep -c '"record":"constructed"' "$work/first.jsonl")" -gt 1 ] || {
  echo "FAILED: the room never left memory"
  failures=$((failures + 1))
}
while IFS= read -r line; do
  [ -z "$line" ] || grep -qF -- "$line" "$work/first.jsonl" || {
    echo "FAILED: nobody said $line"
    failures=$((failures + 1))
  }
done < <(sed 's/"/\\"/g' expected.txt)
finish

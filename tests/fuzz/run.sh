#!/usr/bin/env bash
# Gives a reader SECONDS of mutated inputs: run.sh SECONDS scenario|file. What it stumbles over goes to build/fuzz/found;
# what reaches code that no kept input does is kept beside this script, if it is small.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1 name=$2
case $name in
  scenario) longest=4096 kept=tests/fuzz/scenarios seeds=(tests/scenarios/bad tests/scenarios/good scenarios/library) ;;
  file) longest=8192 kept=tests/fuzz/files seeds=() ;;
  *) echo "usage: $0 SECONDS scenario|file" >&2; exit 2 ;;
esac
fuzz=build/fuzz/tests/${name}_fuzz corpus=build/fuzz/corpus/$name
mkdir -p "$corpus" build/fuzz/found
ASAN_OPTIONS=detect_leaks=1 "$fuzz" -max_total_time="$seconds" -timeout=10 -max_len=$longest -print_final_stats=1 \
  -artifact_prefix=build/fuzz/found/ "$corpus" "$kept" "${seeds[@]}"

# Merged into all that the tests replay anyway, so that nothing of that is kept twice.
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mkdir "$work/replayed" "$work/small"
for folder in "$kept" "${seeds[@]}"; do find "$folder" -type f -exec cp -t "$work/replayed" {} +; done
find "$corpus" -type f -size -3k -exec cp -t "$work/small" {} +
"$fuzz" -merge=1 -max_len=$longest "$work/replayed" "$work/small"
find "$work/replayed" -type f -regextype egrep -regex '.*/[0-9a-f]{40}' -exec cp -n -t "$kept" {} +

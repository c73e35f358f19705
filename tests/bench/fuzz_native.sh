#!/usr/bin/env bash
# How many runs of a native room dormouse fuzz plays a second, of wall clock and of processor time, its own and its
# worker's. The room is sound: nothing is shrunk.
#   fuzz_native.sh DORMOUSE [RUNS]
set -u
dormouse=$(realpath "$1")
runs=${2:-20000}
scenario=$(dirname "$(realpath "$0")")/fuzz_native/chat.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R %U %S'
seconds=$({ time "$dormouse" fuzz "$scenario" --runs "$runs" --time 10min -j1 --fresh --json --out "$work/bugs" \
  --corpus "$work/corpus" >"$work/report.json"; } 2>&1) || { echo "fuzz_native: $seconds"; exit 1; }
events=$(sed -n 's/^  "events": \([0-9]*\).*/\1/p' "$work/report.json")
awk -v runs="$runs" -v events="$events" '{
  printf "dormouse fuzz, native room   %.0f runs a second, %.0f a second of processor time; %.0f events a run\n",
         runs / $1, runs / ($2 + $3), events / runs }' <<<"$seconds"

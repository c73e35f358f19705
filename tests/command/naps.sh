#!/usr/bin/env bash
# Where waking takes no time, a room whose code remembers nothing does to the nanosecond what it does awake.
set -eu
dormouse=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

scenario() { # EVICTION
  sed -e "s|^worker: .*|worker: $root/scenarios/rooms/chat|" -e 's/^duration: .*/duration: 12h/' -e '/^learn:/,$d' \
    "$root/scenarios/library/chat-hibernating.yaml"
  printf 'platform: {costs: {table: measured-2026-11, wake: 0s, constructor: 0s, storage read: 0s}%s}\n' "$1"
}
scenario '' >"$work/napping.yaml"
scenario ', eviction: never' >"$work/awake.yaml"
for run in napping awake; do
  "$dormouse" run "$work/$run.yaml" --trace "$work/$run.trace" >/dev/null
  "$dormouse" trace convert "$work/$run.trace" "$work/$run.jsonl" >/dev/null
  # What rooms send, what clients see, how long handlers and commits took: all but what sleeps and wakes.
  grep -E '"record":"(invocation|invocation-ended|committed|message-left|received|closed|alarm-fired)"' "$work/$run.jsonl" >"$work/$run.seen"
done
naps=$(grep -c '"record":"hibernated"' "$work/napping.jsonl")
[ "$naps" -gt 50 ] || { echo "FAILED: only $naps naps"; exit 1; }
[ "$(grep -c '"record":"hibernated"' "$work/awake.jsonl")" = 0 ] || { echo 'FAILED: a room slept'; exit 1; }
[ "$(wc -l <"$work/awake.seen")" -gt 1000 ] || { echo 'FAILED: hardly anything happened'; exit 1; }
cmp "$work/napping.seen" "$work/awake.seen"

#!/usr/bin/env bash
# Native rooms as a user runs them. With JavaScript in the build, the chat in C++ and the chat in JavaScript give their
# clients the same, message for message and nanosecond for nanosecond.
#   native.sh DORMOUSE WITH_V8
. "$(dirname "$0")/lib.sh"
with_v8=$2
cd "$root/scenarios/library" || exit 1

expect 0 "good: Worker native chat" -- "$dormouse" check lobby-native.yaml

shortened() { sed 's/duration: 30d/duration: 3d/' "$1" >"$work/$(basename "$1")"; }
# The whole trace but for the name of the run and the bytes of its bodies in storage, which each host encodes its own way.
comparable() { grep -v '"record":"run-began"' "$1" | sed 's/\("record":"committed","room":[0-9]*\),"bytes":[0-9]*/\1/'; }
shortened lobby-native.yaml
sed -i "s#worker: .*#worker: $root/scenarios/rooms/chat#" "$work"/*.yaml
expect 0 "delivered to everyone who stayed" -- "$dormouse" run "$work/lobby-native.yaml" --trace "$work/native.jsonl"

if [ "$with_v8" = ON ]; then
  shortened lobby.yaml
  sed -i "s#worker: .*#worker: $root/scenarios/rooms/chat#" "$work/lobby.yaml"
  expect 0 "the same in both, message for message" -- "$dormouse" run "$work/lobby-native.yaml" "$work/lobby.yaml"
  "$dormouse" run "$work/lobby.yaml" --quiet --trace "$work/javascript.jsonl"
  comparable "$work/native.jsonl" >"$work/native.txt"
  comparable "$work/javascript.jsonl" >"$work/javascript.txt"
  [ "$(grep -c '"record":"received"' "$work/native.txt")" -gt 10000 ] || { echo "FAILED: little was said"; failures=$((failures + 1)); }
  cmp "$work/native.txt" "$work/javascript.txt" || failures=$((failures + 1))
else
  expect 2 "was built without it" -- "$dormouse" run lobby.yaml
  expect 2 "native: chat" -- "$dormouse" check lobby.yaml
fi
finish

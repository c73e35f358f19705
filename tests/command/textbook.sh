#!/usr/bin/env bash
# The three textbook mistakes are shown to be wrong; accept() and acceptWebSocket() give clients the same.
. "$(dirname "$0")/lib.sh"
cd "$root/scenarios/library" || exit 1

expect 1 "VIOLATED" -- "$dormouse" run lobby-field-names.yaml
expect 1 "InvalidAccessError: Invalid WebSocket close code: 1005." -- "$dormouse" run lobby-echo-close.yaml
expect 1 "VIOLATED  storage freed" -- "$dormouse" run lobby-never-freed.yaml
expect 0 "the same in both, message for message" -- "$dormouse" run chat-hibernating.yaml chat-accept.yaml
expect 0 "repeat        dormouse run chat-accept.yaml --seed 9" -- "$dormouse" run chat-accept.yaml --seed 9
finish

#!/usr/bin/env bash
# dormouse calibrate on a file of each format, on what its own scenario then writes, and on files that are none; and
# recorded messages, played again. $2: whether there is an engine for a project in JavaScript.
. "$(dirname "$0")/lib.sh"
recorded=$root/tests/workload

# Each scenario loads and plays at once, and is the same when it is fitted again.
for file in "$recorded"/*; do
  name=$(basename "$file")
  expect 0 "dormouse run $work/$name.yaml" -- "$dormouse" calibrate "$file" -o "$work/$name.yaml"
  expect 0 "" -- "$dormouse" run "$work/$name.yaml" -q
  same "$name twice" "$("$dormouse" calibrate "$file" 2>/dev/null)" "$(cat "$work/$name.yaml")"
done
expect 0 "connect: /?room={room}   # in the log: /rooms/{room}/ws?user={client}" -- cat "$work/tail.json.yaml"
expect 2 "its classes are: ChatRoom" -- "$dormouse" calibrate "$recorded/tail.json" --class Hall

# What it fits to its own run is what it was given, and stays so.
cat >"$work/known.yaml" <<'YAML'
native: broadcast
start: 2026-08-01T06:00:00Z
duration: 18h
clients:
  - name: visitor
    arrive: {rates: {00:00: 20/h, 08:00: 2/min, 20:00: 30/h}}
    room: {zipf: {s: 1.1, rooms: 20, name: room}}
    sessions: {length: {lognormal: {median: 5min, p95: 30min}}}
    does:
      - connect: /?room={room}&name={client}
      - every: {weibull: {scale: 40s, shape: 0.7}}
        send: {text size: {gamma: {mean: 120B, shape: 2}}}
    leaves: {bare close: 30%, abrupt: 10%}
YAML
# number FILE PATTERN: the number that follows it.
number() { sed -n "s|.*$2\([0-9.]*\).*|\1|p" "$1" | head -1; }
within() { # WHAT FOUND WANTED SHARE
  awk -v f="$2" -v w="$3" -v s="$4" 'BEGIN { exit !(f != "" && f >= w * (1 - s) && f <= w * (1 + s)) }' ||
    fail "$1: $2, not $3 within $4 of it"
}
scenario=$work/known.yaml
for pass in first second; do
  expect 0 "" -- "$dormouse" run "$scenario" -q --seed 3 --trace "$work/$pass.jsonl"
  expect 0 "weibull" -- "$dormouse" calibrate "$work/$pass.jsonl" -o "$work/$pass.yaml"
  scenario=$work/$pass.yaml
  within "$pass rate" "$(number "$scenario" '08:00: ')" 2 0.12
  within "$pass exponent" "$(number "$scenario" 'zipf: {s: ')" 1.1 0.12
  within "$pass length" "$(number "$scenario" 'length: {lognormal: {median: ')" 5 0.15
  within "$pass gap" "$(number "$scenario" 'weibull: {scale: ')" 40 0.08
  within "$pass shape of gaps" "$(number "$scenario" 's, shape: ')" 0.7 0.04
  within "$pass size" "$(number "$scenario" 'gamma: {mean: ')" 120 0.05
  within "$pass bare" "$(number "$scenario" 'bare close: ')" 30 0.2
done

# Recorded messages come at their own times, from whoever sent them, each in its own room.
cat >"$work/sent.csv" <<'CSV'
client,at,room,text
ann,2,red,"{""say"":""hi {n}""}"
bob,2.5,red,two
ann,2.5,blue,elsewhere
ann,62,red,later
bob,4000,red,much later
CSV
cat >"$work/replay.yaml" <<'YAML'
native: broadcast
duration: 2h
clients:
  - name: recorded
    arrive: {messages: sent.csv, apart: 30min}
    does:
      - connect: /?room={room}&name={sender}
      - replay
      - wait: 1s
      - leave
YAML
expect 0 "" -- "$dormouse" run "$work/replay.yaml" -q --trace "$work/replay.jsonl"
sent=$(sed -n 's/.*"at":\([0-9]*\),"record":"sent","client":\([0-9]*\).*/\1 \2/p' "$work/replay.jsonl" |
  awk '{ printf "%s%.3f", (NR > 1 ? " " : ""), ($1 - 1785542400000000000) / 1e9 }')
same "times of the messages" "$sent" "2.000 2.500 2.500 62.000 4000.000"
expect 0 '"{\"say\":\"hi {n}\"}"' -- grep '"record":"body"' "$work/replay.jsonl"
expect 0 'room=blue&name=ann' -- grep '"record":"connecting"' "$work/replay.jsonl"
same "connections" "$(grep -c '"record":"connected"' "$work/replay.jsonl")" 4
sed -i 's/,text$/,size/; s/"{.*}"$/12/; s/two$/2KiB/; s/elsewhere$/0/; s/later$/1/; s/much 1/1/' "$work/sent.csv"
expect 0 "" -- "$dormouse" run "$work/replay.yaml" -q

expect 2 "there is no such file" -- "$dormouse" calibrate "$work/nowhere.json"
: >"$work/empty.json"
expect 2 "the file is empty" -- "$dormouse" calibrate "$work/empty.json"
expect 2 "no known format" -- "$dormouse" calibrate "$work/known.yaml"
expect 2 "--force writes it anew" -- "$dormouse" calibrate "$recorded/arrivals.csv" -o "$work/known.yaml"
expect 2 '"soon" is no duration' -- "$dormouse" calibrate "$recorded/messages.csv" --apart soon
expect 2 "nowhere" -- "$dormouse" calibrate "$recorded/arrivals.csv" --worker "$work/nowhere"

if [ "${2:-ON}" = ON ]; then
  expect 0 "dormouse run $work/chat.yaml" -- "$dormouse" calibrate "$recorded/tail.json" \
    --worker "$root/scenarios/rooms/chat" --connect '/?room={room}&name={client}' -o "$work/chat.yaml"
  expect 0 "holds     no handler throws" -- "$dormouse" run "$work/chat.yaml"
fi
finish

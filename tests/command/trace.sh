#!/usr/bin/env bash
# dormouse trace and explain: the forms of a trace, what is in it, and what led to what.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
sed 's/duration: 30d/duration: 1d/' "$root/scenarios/library/lobby-native.yaml" >n.yaml
"$dormouse" run n.yaml --quiet --trace a.trace
"$dormouse" run n.yaml --quiet --trace direct.jsonl
same "a zstd stream" "28b52ffd" "$(head -c 4 a.trace | od -An -tx1 | tr -d ' \n')"

"$dormouse" trace convert a.trace a.jsonl
cmp a.jsonl direct.jsonl || fail "converted lines are those of run --trace"
"$dormouse" trace convert a.jsonl back.trace
cmp a.trace back.trace || fail "lines become the same trace again"
"$dormouse" trace convert a.trace a.csv
same "rows" "$(($(wc -l <a.jsonl) + 1))" "$(wc -l <a.csv)"
fingerprint=$("$dormouse" run n.yaml --json | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p')
expect 0 "fingerprint $fingerprint" -- "$dormouse" trace stats a.trace
expect 0 '"received"' -- "$dormouse" trace stats a.trace --json

same "grep by kind" "$(grep -c '"record":"received"' a.jsonl)" "$("$dormouse" trace grep a.trace --kind received --json | wc -l)"
expect 0 "constructed" -- "$dormouse" trace grep a.trace --kind constructed,hibernated --room room-1
expect 1 "" -- "$dormouse" trace grep a.trace --text 'never said by anybody'
expect 2 "kinds are: body, " -- "$dormouse" trace grep a.trace --kind recieved
same "grep by time" 0 "$("$dormouse" trace grep a.trace --from 2d | wc -l)"
expect 2 "neither a time since the start nor an instant" -- "$dormouse" trace grep a.trace --from soon

expect 0 "the same: " -- "$dormouse" trace diff a.trace back.trace
"$dormouse" run n.yaml --quiet --replication 1 --trace b.trace
expect 1 "In whole they differ in: order, time" -- "$dormouse" trace diff a.trace b.trace
expect 2 "dormouse trace convert a.trace a.trace.jsonl" -- "$dormouse" calibrate a.trace
head -c 1000 a.trace >cut.trace
expect 2 "the file ends within its compression" -- "$dormouse" trace stats cut.trace
echo nonsense >bad.jsonl
expect 2 "bad.jsonl:1:1: not a JSON object" -- "$dormouse" trace convert bad.jsonl c.trace
tac a.jsonl >backward.jsonl
expect 2 "its time is before that of the line above" -- "$dormouse" trace convert backward.jsonl c.trace
printf 'DMTB\1\0\0\0\377\377\377\377\1\0\0\0' >large.trace
expect 2 "its size is impossible" -- "$dormouse" trace stats large.trace
expect 2 "cannot be read: Is a directory" -- "$dormouse" trace stats .
expect 2 "cannot be read: Illegal seek" -- "$dormouse" trace grep <(cat a.trace) # it may be read twice

# What led to a message: the client's send, the handler, the message out.
received=$("$dormouse" trace grep a.trace --kind received | awk 'NR == 3 {print $1}')
"$dormouse" explain a.trace "$received" >why.txt
for kind in sent message-arrived invocation message-left received; do
  grep -q "  $kind " why.txt || fail "the chain has no $kind: $(cat why.txt)"
done
"$dormouse" explain a.trace "$received" --mermaid >why.mmd
same "a diagram" sequenceDiagram "$(head -n 1 why.mmd)"
grep -q '^  p[0-9]*->>p[0-9]*: ' why.mmd || fail "with arrows"
same "at most" 3 "$("$dormouse" explain a.trace "$received" --most 3 | wc -l)"
expect 2 "the trace has records 1 to" -- "$dormouse" explain a.trace 99999999
expect 0 "nothing was violated" -- "$dormouse" explain n.yaml
sed -i 's/^expect:/expect:\n  - {never received: hi}/' n.yaml
expect 0 "What led to it" -- "$dormouse" explain n.yaml
expect 2 "makes no such promise" -- "$dormouse" explain n.yaml "storage freezed"
expect 2 "say who promised it: --scenario FILE" -- "$dormouse" explain a.trace
"$dormouse" run n.yaml --quiet --trace n.trace || [ $? = 1 ] || fail "it is played to the end"
same "the trace of the run" "$("$dormouse" explain n.yaml)" "$("$dormouse" explain n.trace --scenario n.yaml)"
expect 2 "n.yaml is a scenario itself" -- "$dormouse" explain n.yaml --scenario n.yaml
expect 2 "none.yaml: no such file" -- "$dormouse" explain n.trace --scenario none.yaml
finish

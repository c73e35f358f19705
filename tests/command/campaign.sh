#!/usr/bin/env bash
# Replications over worker processes: the same bytes for one job and for several; a dead worker loses its own run alone;
# what is kept is not played again; a run that is not the same twice is found.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
sed 's/duration: 30d/duration: 1d/' "$root/scenarios/library/lobby-native.yaml" >native.yaml

"$dormouse" run native.yaml -n 12 -j 1 --results one.jsonl --json >one.json
"$dormouse" run native.yaml -n 12 -j 3 --results three.jsonl --json >three.json
cmp one.json three.json || fail "one job and three say the same"
cmp one.jsonl three.jsonl || fail "one job and three keep the same"
same "results" 12 "$(grep -c '"outcome"' one.jsonl)"
same "replications differ" 12 "$(sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/' one.jsonl | sort -u | wc -l)"
# One among others is what it is alone.
alone=$("$dormouse" run native.yaml --replication 5 --json | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p')
same "replication 5" "$alone" "$(sed -n '6s/.*"fingerprint":"\([0-9a-f]*\)".*/\1/p' one.jsonl)"
expect 0 '"draws": "' -- "$dormouse" run native.yaml --json

# --resume plays what is missing, and cannot be told from a run in one piece; other inputs are played anew.
{ head -n 4 one.jsonl; printf '{"scenario":"native.yaml","se'; } >resumed.jsonl
"$dormouse" run native.yaml -n 12 -j 2 --results resumed.jsonl --resume --json >resumed.json
cmp one.jsonl resumed.jsonl || fail "resumed"
sed -i 's/"fingerprint":"[0-9a-f]*"/"fingerprint":"kept"/' resumed.jsonl
expect 0 '"fingerprint": "kept"' -- "$dormouse" run native.yaml -n 12 --results resumed.jsonl --resume --json
echo '# changed' >>native.yaml
"$dormouse" run native.yaml -n 12 --results resumed.jsonl --resume --json | grep -q kept && fail "changed inputs are played anew"

# Variations and replications that the scenario asks for: a line each, in order, over the cores.
cat >study.yaml <<'YAML'
native: chat
duration: 10min
replications: 3
vary: {grid: {visitors: [1, 4]}}
clients:
  - {name: phone, count: $visitors, does: [{connect: "/?room={room}"}, {every: {exponential: 20s}, send: "hi {n}"}]}
expect: [no handler throws]
YAML
"$dormouse" run study.yaml -j 1 --results study-1.jsonl >study-1.txt
"$dormouse" run study.yaml -j 3 --results study-3.jsonl >study-3.txt
cmp study-1.txt study-3.txt || fail "a study's table is the same for any number of jobs"
cmp study-1.jsonl study-3.jsonl || fail "and so are its results"
same "lines" 6 "$(grep -c ' holds$' study-1.txt)"
same "fingerprints" 6 "$(sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/' study-1.jsonl | sort -u | wc -l)"
alone=$("$dormouse" run study.yaml --variation visitors=4 --replication 2 --json | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p')
same "the last of them alone" "$alone" "$(sed -n '6s/.*"fingerprint":"\([0-9a-f]*\)".*/\1/p' study-1.jsonl)"
expect 0 "10 of 10 runs: 10 holds" -- "$dormouse" run study.yaml -n 5
expect 0 "study.yaml visitors=4, replication 1: the same twice" -- "$dormouse" run study.yaml --variation visitors=4 --doublecheck

# A program of its own beside the worker: what the worker does can be made to go wrong.
mkdir bad
cp "$dormouse" bad/dormouse
cp "$(dirname "$dormouse")/dormouse_native_worker" bad/real
cat >bad/dormouse_native_worker <<'SH'
#!/bin/bash
request=$(cat)
here=$(dirname "$0")
case $request in
  *'{"replication":3,'*'"seed"'*) # plays the runs before the third, then dies
    [ "$request" = "${request/\"runs\":\[\{\"replication\":3,/}" ] || kill -SEGV $$ ;;
esac
if [ -e "$here/twice" ]; then # the second run draws otherwise
  [ ! -e "$here/began" ] || request=${request/\"seed\":1/\"seed\":2}
  touch "$here/began"
fi
exec "$here/real" <<<"$request"
SH
chmod +x bad/dormouse_native_worker
bad/dormouse run native.yaml -n 6 -j 2 --results dead.jsonl >dead.txt 2>&1
same "exit code with a dead worker" 3 $?
grep -q 'unknown: replication 3: died of signal 11' dead.txt || fail "the dead worker is told: $(cat dead.txt)"
grep -qF 'dormouse run native.yaml --seed 1 --replication 3' dead.txt || fail "with how to repeat it"
same "other runs are there" 5 "$(grep -c '"outcome":"holds"' dead.jsonl)"

expect 0 "the same twice" -- "$dormouse" run native.yaml --doublecheck
touch bad/twice
expect 1 "NOT the same twice" -- bad/dormouse run native.yaml --doublecheck
rm -f bad/began
expect 1 "They differ in: " -- bad/dormouse run native.yaml --doublecheck

# Ctrl-C keeps what is done.
sed 's/duration: 1d/duration: 2d/' native.yaml >long.yaml
"$dormouse" run long.yaml -n 20000 -j 2 --results long.jsonl --quiet 2>stopped.txt &
pid=$!
for _ in $(seq 900); do [ "$(grep -c '"outcome"' long.jsonl 2>/dev/null)" -ge 1 ] 2>/dev/null && break; sleep 0.1; done
kill -INT $pid
wait $pid
same "exit code after Ctrl-C" 3 $?
grep -q -- '--resume goes on' stopped.txt || fail "says how to go on: $(cat stopped.txt)"
grep -q '"outcome":"holds"' long.jsonl || fail "what is done is kept"
grep -q interrupted long.jsonl && fail "what was cut off is not kept"

expect 2 "requires --results" -- "$dormouse" run native.yaml -n 2 --resume
finish

#!/usr/bin/env bash
# `dormouse conform` as a user meets it: what it prints, its exit codes, and what it says of folders that lack files.
. "$(dirname "$0")/lib.sh"
probes=$root/tests/conformance

# folder NAME PROBE...: $work/NAME with copies of these probes and their recordings.
folder() {
  mkdir -p "$work/$1/probes" "$work/$1/recorded"
  for probe in "${@:2}"; do
    cp -r "$probes/probes/$probe" "$work/$1/probes/"
    cp "$probes/recorded/$probe.json" "$work/$1/recorded/"
  done
}

expect 0 "passed   ws-echo" -- "$dormouse" conform "$probes" ws-echo
expect 0 "2 passed, 0 failed" -- "$dormouse" conform "$probes" ws-echo kv-list
expect 0 "named deviation at log[008]: an array filled with undefined" -- "$dormouse" conform "$probes" ws-attach-limit
expect 0 "compatibility date 2025-01-01: 1 passed, 0 failed" -- "$dormouse" conform "$probes" alarm-deleteall
expect 0 "passed   alarm-deleteall@2025-01-01" -- "$dormouse" conform "$probes" alarm-deleteall@2025-01-01
cd "$root" || exit 1
expect 0 "1 passed, 0 failed" -- "$dormouse" conform ws-echo
cd "$work" || exit 1
expect 2 "tests/conformance: no such folder" -- "$dormouse" conform
expect 2 'no probe "ws-ecko"' -- "$dormouse" conform "$probes" ws-ecko

# What a recording says otherwise is shown, on both sides.
folder changed ws-echo kv-list
sed -i 's/"ev":"open"/"ev":"opened"/' changed/recorded/ws-echo.json
expect 1 '  recorded {"ev":"opened"}' -- "$dormouse" conform ./changed
expect 1 '  played   {"ev":"open"}' -- "$dormouse" conform ./changed
expect 1 "1 passed, 1 failed" -- "$dormouse" conform ./changed
echo 'ws-echo  why' >expected.txt
expect 0 "FAILED   ws-echo  as expected: why" -- "$dormouse" conform ./changed --expected-to-fail expected.txt
echo 'kv-list  why' >>expected.txt
expect 1 "Passed, though expected to fail" -- "$dormouse" conform ./changed --expected-to-fail expected.txt
echo '# nothing' >expected.txt
expect 1 "Failed, though not expected to" -- "$dormouse" conform ./changed --expected-to-fail expected.txt
expect 0 "1 passed, 0 failed" -- "$dormouse" conform ./changed kv-list --expected-to-fail expected.txt
echo '{"kv-list": {"log[001]": "once"}}' >changed/deviations.json
expect 0 "the deviation named at log[001] happens no more" -- "$dormouse" conform ./changed kv-list
expect 1 "Deviations that happen no more" -- "$dormouse" conform ./changed kv-list --expected-to-fail expected.txt
echo '{"kv-lost": {"log[001]": "once"}}' >changed/deviations.json
expect 2 'no probe "kv-lost"' -- "$dormouse" conform ./changed

# Folders that lack something: everything that is wrong, at once.
folder lacking ws-echo kv-list kv-basic alarm-basic
rm lacking/probes/ws-echo/worker.js lacking/probes/kv-list/steps.json lacking/recorded/kv-basic.json
echo '{"log": [' >lacking/recorded/alarm-basic.json
for words in "probes/ws-echo/worker.js: lacks" "probes/kv-list/steps.json: lacks" "recorded/kv-basic.json: lacks" \
  "recorded/alarm-basic.json: is no JSON"; do
  expect 2 "$words" -- "$dormouse" conform ./lacking
done
folder odd ws-echo
echo '{"steps": [{"op": "sleep", "ms": 1}, {"op": "send", "text": "x"}]}' >odd/probes/ws-echo/steps.json
expect 2 'step 2 (send) has no "c"' -- "$dormouse" conform ./odd
echo '{"log": {}}' >odd/recorded/ws-echo.json
expect 2 "recorded/ws-echo.json: is no recording" -- "$dormouse" conform ./odd

# One probe that takes its process with it does not take the others.
folder fatal ws-echo kv-list
echo 'export class Room { fetch() { for (;;); } }' >fatal/probes/kv-list/worker.js
"$dormouse" conform ./fatal -j1 >fatal/output 2>&1 &
conform=$!
worker=
while [ -z "$worker" ]; do worker=$(cat /proc/$conform/task/*/children); done
kill -KILL $worker
wait $conform
expect 0 "died of signal 9 (Killed)" -- cat fatal/output
expect 0 "passed   ws-echo" -- cat fatal/output
expect 0 "1 passed, 1 failed" -- cat fatal/output
finish

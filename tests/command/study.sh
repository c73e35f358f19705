#!/usr/bin/env bash
# Scenarios that vary: study.sh DORMOUSE. One line a run; a variation by its name is the run that it was among them.
set -euo pipefail
dormouse=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/part.yaml" <<'YAML'
native: chat
expect: [no handler throws]
YAML
cat >"$folder/study.yaml" <<'YAML'
include: part.yaml
duration: 10min
replications: 2
vary:
  grid: {visitors: [2, 3, 20], every: [10s, {exponential: 40s}]}
  constraint: $visitors < 20 or $every == 10s
clients:
  - {name: phone, count: $visitors, does: [{connect: {path: /, query: {room: <room>}}}, {every: $every, send: hi <n>}]}
YAML
fail() { echo "FAILED: $*"; exit 1; }

said=$("$dormouse" run "$folder/study.yaml" 2>&1) && fail "the constraint compares a map with a duration: $said"
grep -q 'cannot be compared' <<<"$said" || fail "says otherwise: $said"
sed -i 's/ or $every == 10s/ or $visitors == 20/; s/\[2, 3, 20\]/[2, 20]/' "$folder/study.yaml"

said=$("$dormouse" check "$folder/study.yaml")
grep -q '4 variations, 8 runs' <<<"$said" || fail "check: $said"
said=$("$dormouse" run "$folder/study.yaml")
[ "$(grep -c ' holds$' <<<"$said")" = 8 ] || fail "eight lines: $said"
grep -qE '^visitors=20,every=#2 +1 ' <<<"$said" || fail "the last one's name: $said"

fingerprint() { "$dormouse" run "$folder/study.yaml" "$@" | sed -n 's/^ *fingerprint *//p'; }
one=$(fingerprint --variation visitors=2,every=10s --replication 0)
other=$(fingerprint --variation visitors=2,every=10s --replication 1)
again=$(fingerprint --variation visitors=2,every=10s --replication 1)
[ -n "$one" ] && [ "$one" != "$other" ] && [ "$other" = "$again" ] || fail "fingerprints: $one, $other, $again"
sed '/^vary:/,/^  constraint/d; /^replications/d; s/\$visitors/2/; s/\$every/10s/' "$folder/study.yaml" >"$folder/plain.yaml"
echo 'scenario: study' >>"$folder/plain.yaml"  # the name is in the trace
[ "$("$dormouse" run "$folder/plain.yaml" | sed -n 's/^ *fingerprint *//p')" = "$one" ] ||
  fail "a variation is not the run that it would be in a file of its own"

"$dormouse" run "$folder/study.yaml" --variation visitors=3 >/dev/null 2>"$folder/said" && fail "no such variation"
grep -q 'there is no variation "visitors=3"' "$folder/said" || fail "$(<"$folder/said")"
"$dormouse" run "$folder/study.yaml" --trace "$folder/t.jsonl" 2>"$folder/said" && fail "one trace of eight runs"
grep -q 'is for one run, and this scenario asks for 8' "$folder/said" || fail "$(<"$folder/said")"
schema=$("$dormouse" schema)
grep -q "https://json-schema.org/draft/2020-12/schema" <<<"$schema" || fail "schema"
echo "studies run"

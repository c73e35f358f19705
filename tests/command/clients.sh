#!/usr/bin/env bash
# Clients of every kind against a JavaScript room: tests/clients/*.yaml hold what they expect, all but unmet.yaml keep it.
set -u
dormouse=$(realpath "$1")
folder=$(cd "$(dirname "$0")/../clients" && pwd)
failures=0
fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

for scenario in "$folder"/*.yaml; do
  name=$(basename "$scenario" .yaml)
  said=$("$dormouse" run "$scenario" 2>&1)
  code=$?
  if [ "$name" = unmet ]; then
    [ "$code" = 1 ] || fail "unmet: exit code $code"
    grep -q 'one-0 waited 3.000 s for a message with "goodbye" in it, and it did not come' <<<"$said" || fail "unmet says: $said"
  elif [ "$code" != 0 ]; then
    fail "$name: exit code $code: $said"
  fi
done
[ "$failures" = 0 ] || exit 1
echo "all clients got what they waited for"

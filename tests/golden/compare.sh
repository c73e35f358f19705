#!/usr/bin/env bash
# Same seed, same bytes: every library scenario against its golden fingerprint, and one of them from another folder,
# zone, locale and size of the environment. With --write the golden file is written anew; --native plays
# only the scenarios of native rooms, which is all that a build without V8 can play.
set -u
dormouse=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
golden=$root/tests/golden/fingerprints.txt
failures=0

fingerprint() { "$dormouse" run "$@" --json 2>&1 | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p'; }

if [ "${2:-}" = --write ]; then
  for scenario in "$root"/scenarios/library/*.yaml; do
    printf '%s %s\n' "$(basename "$scenario")" "$(fingerprint "$scenario")"
  done >"$golden"
  exit 0
fi

if [ "${2:-}" = --native ]; then
  playable() { grep -q '^native:' "$root/scenarios/library/$1"; }
  name=lobby-native.yaml
else
  playable() { true; }
  name=lobby-echo-close.yaml
fi

check() { # WHAT WANTED GOT
  [ "$2" = "$3" ] && return
  printf 'FAILED: %s: golden %s, played %s\n' "$1" "$2" "${3:-(nothing)}"
  failures=$((failures + 1))
}

while read -r played wanted; do
  playable "$played" && check "$played" "$wanted" "$(fingerprint "$root/scenarios/library/$played")"
done <"$golden"
for scenario in "$root"/scenarios/library/*.yaml; do
  grep -q "^$(basename "$scenario") " "$golden" || check "$(basename "$scenario")" "(none yet: tests/golden/compare.sh PROGRAM --write)" ""
done

wanted=$(sed -n "s/^$name //p" "$golden")
cd /
check "another zone" "$wanted" "$(TZ=Asia/Tokyo fingerprint "$root/scenarios/library/$name")"
check "another locale" "$wanted" "$(LC_ALL=de_DE.UTF-8 fingerprint "$root/scenarios/library/$name")"
check "another environment" "$wanted" "$(FILLER=$(head -c 100000 /dev/zero | tr '\0' x) fingerprint "$root/scenarios/library/$name")"
[ "$failures" = 0 ] || exit 1
echo "all fingerprints as they were"

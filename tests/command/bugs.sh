#!/usr/bin/env bash
# Each class of bug shows in its broken room, and in no fixed one.
. "$(dirname "$0")/lib.sh"

# played FOLDER SCENARIO ROOM: the exit code of the scenario with this room.
played() {
  sed "s|^worker: broken.js|worker: $1/$3.js|; s#\(script\|check\): #&$1/#" "$1/$2.yaml" >"$work/$2.yaml"
  "$dormouse" run "$work/$2.yaml" >"$work/report" 2>&1
  echo $?
}

count=0
for bug in "$root"/tests/bugs/*/; do
  bug=${bug%/}
  name=${bug##*/}
  count=$((count + 1))
  same "$name, broken" "$(played "$bug" shows broken)" 1
  same "$name, fixed" "$(played "$bug" shows fixed)" 0
  same "$name, fixed, undisturbed" "$(played "$bug" scenario fixed)" 0
done
[ "$count" -ge 24 ] || fail "only $count classes of bugs"
finish

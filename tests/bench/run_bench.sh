#!/usr/bin/env bash
# Whole runs, timed: the demo's 30 days, and a JavaScript room of eleven sockets that broadcasts each message to ten.
# Prints the median real time of some runs of each, and for the room what that comes to a second.
#   run_bench.sh DORMOUSE [RUNS]
set -euo pipefail
dormouse=$1
runs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)

seconds_of_each_run() {
  for _ in $(seq "$runs"); do
    local began ended
    began=$(date +%s%N)
    "$dormouse" run "$1" --seed 7 >/dev/null
    ended=$(date +%s%N)
    echo $(((ended - began) / 1000000))
  done
}
median_ms() { seconds_of_each_run "$1" | sort -n | awk '{ms[NR] = $1} END {print ms[int((NR + 1) / 2)]}'; }

room=$here/broadcast/broadcast.yaml
ms=$(median_ms "$room")
counted() { "$dormouse" run "$room" --seed 7 | sed -n "s/^  $1 *\([0-9,]*\).*/\1/p" | tr -d ,; }
messages=$(counted messages)
deliveries=$(counted deliveries)
echo "broadcast to ten   $ms ms: $((messages * 1000 / ms)) messages and $((deliveries * 1000 / ms)) deliveries a second, start included"
ms=$(median_ms "$here/../../scenarios/library/lobby.yaml")
echo "lobby, 30 days     $ms ms: $((30 * 86400 * 1000 / ms)) times real time"

#!/usr/bin/env bash
# Whole runs, measured: the demo's 30 days, a JavaScript room of eleven sockets that broadcasts each message to ten, a
# comparison of eviction policies, the memory of a hundred thousand hibernated JavaScript rooms, and a crowd in native
# ones. Of times it prints the median of some runs.
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

# Four policies, ten replications of the demo's 30 days each, on all cores.
began=$(date +%s%N)
"$dormouse" compare "$here/../../scenarios/library/lobby.yaml" --policies 'documented,ttl(60s),breakeven,never' >/dev/null
echo "policies compared  40 runs of the lobby in $((($(date +%s%N) - began) / 1000000000)) s on $(nproc) cores"

# The most memory that any process of a run held, in MB: the worker's, once it has grown.
peak_mb() {
  local supervisor child peak=0 now
  "$dormouse" run "$1" --seed 7 >/dev/null 2>&1 &
  supervisor=$!
  while kill -0 $supervisor 2>/dev/null; do
    for child in $(cat /proc/$supervisor/task/*/children 2>/dev/null); do
      now=$(awk '/^VmHWM/ {print $2}' "/proc/$child/status" 2>/dev/null || true)
      [ "${now:-0}" -le "$peak" ] || peak=$now
    done
    sleep 0.1
  done
  wait $supervisor
  echo $((peak / 1000))
}
echo "hibernated rooms   100,000 JavaScript rooms with a socket and a row: $(peak_mb "$here/hibernated/hibernated.yaml") MB"
crowd=$here/crowd/crowd.yaml
echo "a crowd            10,000 clients in 1,000 native rooms, one hour: $(median_ms "$crowd") ms, $(peak_mb "$crowd") MB"

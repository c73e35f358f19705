#!/usr/bin/env bash
# A day of the Free plan that ends too early: what fails, from when on, and what goes on.
. "$(dirname "$0")/lib.sh"

project room "$(cat <<'JS'
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (k INTEGER)");
  }
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const { storage } = this.ctx;
    const what = {
      "/fill": () => { for (let i = 0; i < 10000; i++) storage.sql.exec("INSERT INTO t VALUES (1)"); return "filled"; },
      "/put": () => storage.put("a", 1),
      "/delete": () => storage.delete("a"),
      "/deleteAll": () => storage.deleteAll(),
      "/alarm": () => storage.setAlarm(Date.now() + 1000),
      "/insert": () => storage.sql.exec("INSERT INTO t VALUES (2)").rowsWritten,
      "/update": () => storage.sql.exec("UPDATE t SET k = 3 WHERE k = 2").rowsWritten,
      "/get": () => storage.get("a"),
      "/count": () => storage.sql.exec("SELECT count(*) AS n FROM t").one().n,
    }[pathname];
    if (!what) return new Response("nothing to do");
    try { return new Response(`${pathname} gave ${await what()}`); }
    catch (error) { return new Response(`${pathname} threw ${error}`); }
  }
  alarm() {}
}
export default { fetch: (request, env) => env.ROOM.getByName("one").fetch(request) };
JS
)" >/dev/null

# after STEPS TEXT...: a run of these requests on the Free plan in which each text was answered.
after() {
  local steps=$1 text
  shift
  printf 'worker: room\nduration: 2d\nplatform: {plan: free%s}\nclients:\n  - {name: a, does: [%s]}\n' "$preset" "$steps" >"$work/s.yaml"
  "$dormouse" run "$work/s.yaml" --trace "$work/t.jsonl" >"$work/report" || fail "cannot be played: $steps"
  for text in "$@"; do expect 0 "" -- grep -qF -- "$text" "$work/t.jsonl"; done
}
preset=""
over="Exceeded allowed rows written in Durable Objects free tier."
full="repeat: {times: 10, do: [{request: /fill}]}"
after "{$full}, {request: /put}, {request: /delete}, {request: /deleteAll}, {request: /alarm}, {request: /insert}, {request: /get}, {request: /count}" \
  "/put threw Error: $over" "/delete threw Error: $over" "/deleteAll threw Error: $over" "/alarm threw Error: $over" \
  "/insert threw Error: $over" "/get gave undefined" "/count gave 99998" '"record":"allowance-spent","allowance":"rows-written"'
expect 0 "the day's rows-written ran out after" -- cat "$work/report"
# An instance that comes later still finds its table, and the next day everything works again.
after "{$full}, {wait: 5min}, {request: /count}, {wait: 24h}, {request: /insert}" "/count gave 99998" "/insert gave 1"
# Rows read: fifty times a hundred thousand.
after "{$full}, {repeat: {times: 60, do: [{request: /count}]}}, {request: /get}" \
  "/count threw Error: Exceeded allowed rows read in Durable Objects free tier." "/get threw Error: Exceeded allowed rows read"
# Requests: of the Worker and of the object 100,000 a day; the Worker turns away first.
after "{repeat: {times: 50005, do: [{request: /}, {request: /}]}}" '"status":429' "error code: 1027"
# Neither the paid plan nor the local runtime knows an end of the day.
preset=", preset: workerd"
after "{$full}, {request: /put}" "/put gave undefined"

finish

#!/usr/bin/env bash
# Where code meets the outside: upstreams, caches, request.cf, request.signal, cron triggers.
. "$(dirname "$0")/lib.sh"

# played NAME: plays $work/NAME.yaml; its console and trace are $work/NAME.jsonl, its report $work/NAME.out.
played() {
  "$dormouse" run "$work/$1.yaml" --trace "$work/$1.jsonl" >"$work/$1.out" 2>&1
}
# says NAME TEXT: something in the run's trace holds this text, in which quotes are escaped.
says() { expect 0 "" -- grep -qF -- "$2" "$work/$1.jsonl"; }
never() { expect 1 "" -- grep -qF -- "$2" "$work/$1.jsonl"; }

project up 'export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch() {
    const lines = [];
    const tell = async (name, run) => {
      const began = Date.now();
      try { lines.push(`${name} = ${await run()} after ${Date.now() - began} ms`); }
      catch (error) { lines.push(`${name} ! ${error.name}: ${error.message.split("\n")[0]}`); }
    };
    const get = async (url, init) => (await fetch(url, init)).text();
    await tell("json", () => get("https://api.test/v1/7?q=1", { method: "POST", body: "x\"y" }));
    await tell("first", async () => (await fetch("https://flaky.test/")).status);
    await tell("second", () => get("https://flaky.test/"));
    await tell("down", () => get("https://down.test/"));
    await tell("redirected", async () => { const r = await fetch("https://old.test/"); return `${r.url} ${r.redirected} ${await r.text()}`; });
    await tell("manual", async () => (await fetch("https://old.test/", { redirect: "manual" })).status);
    await tell("error", () => get("https://old.test/", { redirect: "error" }));
    await tell("chunks", () => get("https://sse.test/"));
    await tell("broken off", () => get("https://broken.test/"));
    await tell("timeout", () => get("https://silent.test/", { signal: AbortSignal.timeout(300) }));
    await tell("unanswered", () => get("https://nobody.test/x", { method: "PUT", body: "hello" }));
    await tell("own", () => get("https://dormouse.test/hello"));
    await this.ctx.storage.put("n", 1);
    return new Response(lines.join("; "));
  }
}
export default { fetch: (request, env) => request.url.endsWith("/hello") ? new Response("hello") : env.ROOM.getByName("a").fetch(request) };' >/dev/null
cat >"$work/up.yaml" <<'YAML'
worker: up
duration: 1min
upstreams:
  - {url: api.test/v1/*, method: POST, json: {id: <n>, of: <1>, got: <body>}, latency: 120ms}
  - {url: flaky.test, answers: [{status: 503}, {text: fine}]}
  - {url: down.test, fails: no connection}
  - {url: old.test, status: 302, headers: {location: "https://new.test/there"}}
  - {url: new.test, text: "you asked {method} {path}"}
  - {url: sse.test, chunks: [a, b, c], every: 100ms}
  - {url: broken.test, chunks: [a], fails: connection lost}
  - {url: silent.test, fails: no answer}
clients:
  - {name: one, does: [request: /go]}
YAML
played up
says up 'json = {\"id\":1,\"of\":\"7\",\"got\":\"x\\\"y\"} after 121 ms'
says up 'first = 503 after 5'
says up '; second = fine after 5'
says up 'down ! Error: Network connection lost.'
says up 'redirected = https://new.test/there true you asked GET /there after 101 ms'
says up 'manual = 302 after 51 ms; error ! TypeError: Invalid redirect value'
says up 'chunks = abc after 35'
says up '; broken off ! Error: Network connection lost.'
says up 'timeout ! TimeoutError: The operation was aborted due to timeout'
says up 'unanswered ! UnansweredRequestError: nothing in the scenario answers this request:'
says up 'own = hello'
says up '"record":"upstream-requested"'
says up '"failure":"no connection"'
# It is told even though the code caught it, with the lines to add.
expect 0 "      - url: https://nobody.test/x" -- cat "$work/up.out"
cp "$work/up.jsonl" "$work/before.jsonl"
played up
expect 0 "" -- cmp "$work/up.jsonl" "$work/before.jsonl"

project cached 'export class Room {}
export default { async fetch(request) {
  const { pathname } = new URL(request.url);
  const kept = await caches.default.match(request);
  if (kept) return new Response(`${await kept.text()} ${kept.headers.get("cf-cache-status")}`);
  const named = await caches.open("mine");
  if (await named.match(request)) return new Response("never");
  await caches.default.put(request, new Response(`made ${pathname}`, { headers: { "cache-control": "max-age=60" } }));
  await caches.default.put("https://c.test/no", new Response("x", { headers: { "set-cookie": "a=b", "cache-control": "max-age=60" } }));
  if (await caches.default.match("https://c.test/no")) return new Response("a cookie was kept");
  try { await caches.default.put(request, new Response("x", { status: 206 })); } catch (error) { return new Response(`miss: ${error.message}`); }
} };' >/dev/null
cat >"$work/cached.yaml" <<'YAML'
worker: cached
duration: 5min
clients:
  - {name: one, does: [request: /a, wait: 30s, request: /a, wait: 31s, request: /a]}
YAML
played cached
expect 0 'miss: Cannot cache response to a range request (206 Partial Content).' -- grep -m1 miss "$work/cached.jsonl"
expect 0 'made /a HIT' -- grep -m1 HIT "$work/cached.jsonl"
expect 0 3 -- grep -c '"record":"http-answered"' "$work/cached.jsonl"
# The third comes after the minute: the same body as the first has the same number in the trace.
expect 0 2 -- grep -c "$(sed -n 's/.*"record":"http-answered".*\("body":[0-9]*\).*/\1/p' "$work/cached.jsonl" | head -1)}" "$work/cached.jsonl"

project place 'export class Room { fetch(request) { return Response.json({ room: request.cf?.country, frozen: Object.isFrozen(request.cf), ip: request.headers.get("cf-connecting-ip") }); } }
export default { async fetch(request, env) {
  const room = env.ROOM.getByName("a");
  const { pathname } = new URL(request.url);
  if (pathname === "/plain") return room.fetch("https://x/");
  const inside = await (await room.fetch(new Request("https://x/", request))).text();
  return new Response(`${request.cf?.country} ${request.cf?.city} ${request.cf?.colo} ${inside}`);
} };' >/dev/null
cat >"$work/place.yaml" <<'YAML'
worker: place
duration: 1min
clients:
  - {name: berlin, cf: {country: DE, city: Berlin, colo: TXL}, does: [request: /, request: /plain]}
  - {name: anywhere, does: [request: /]}
  - {name: nowhere, cf: none, does: [request: /]}
YAML
played place
says place 'DE Berlin TXL {\"room\":\"DE\",\"frozen\":true,\"ip\":\"2001:db8:'
says place '{\"frozen\":true,\"ip\":null}'
says place 'NL Amsterdam AMS'
says place 'undefined undefined undefined'

project cron 'import { WorkerEntrypoint } from "cloudflare:workers";
export class Room { fetch() { return new Response("x"); } }
export default class extends WorkerEntrypoint {
  fetch() { return new Response("x"); }
  async scheduled(controller) {
    await this.env.ROOM.getByName("a").fetch("https://x/");
    console.log(`cron ${controller.cron} at ${new Date(controller.scheduledTime).toISOString()}`);
    if (controller.cron === "0 1 * * *") this.ctx.waitUntil(Promise.reject(new Error("night shift")));
  }
}' >/dev/null
cat >>"$work/cron/wrangler.toml" <<'TOML'
[triggers]
crons = ["*/20 * * * *", "0 1 * * *"]
TOML
cat >"$work/cron.yaml" <<'YAML'
worker: cron
duration: 2h
expect: [no handler throws]
YAML
expect 1 'scheduled() threw Error: night shift' -- "$dormouse" run "$work/cron.yaml"
played cron
says cron 'cron */20 * * * * at 2026-08-01T00:20:00.000Z'
says cron 'cron 0 1 * * * at 2026-08-01T01:00:00.000Z'
expect 0 7 -- grep -c '"record":"cron"' "$work/cron.jsonl"
sed '1a crons: none' "$work/cron.yaml" >"$work/off.yaml"
played off
never off '"record":"cron"'
sed '1a crons: ["30 * * * *"]' "$work/cron.yaml" >"$work/own.yaml"
played own
expect 0 2 -- grep -c '"record":"cron"' "$work/own.jsonl"
sed -i 's/"0 1/"0 0 1/' "$work/cron/wrangler.toml"
expect 2 'a cron expression has five fields' -- "$dormouse" run "$work/cron.yaml"
project unhandled 'export class Room {}
export default { fetch: () => new Response("x") };' >/dev/null
sed 's/worker: cron/worker: unhandled/; 1a crons: ["30 * * * *"]' "$work/cron.yaml" >"$work/unhandled.yaml"
expect 1 'scheduled() threw Error: Received a ScheduledEvent but we lack a handler' -- "$dormouse" run "$work/unhandled.yaml"

project signal 'const wait = (ms) => new Promise((go) => setTimeout(go, ms));
export class Room {}
export default { async fetch(request) {
  request.signal.addEventListener("abort", () => console.log(`gone: ${request.signal.reason.name}: ${request.signal.reason.message}`));
  if (new URL(request.url).pathname === "/stream")
    return new Response(new ReadableStream({ async pull(c) { await wait(1000); c.enqueue(new Uint8Array(1)); } }));
  await wait(590000);
  return new Response("x");
} };' >/dev/null
cat >"$work/signal.yaml" <<'YAML'
worker: signal
duration: 11min
network: {profiles: {short: {latency: 10ms, disconnect: {every: 30s}}}}
clients:
  - {name: one, network: short, does: [request: /wait]}
  - {name: two, network: short, does: [request: /stream]}
YAML
played signal
never signal 'gone:'
sed -i 's/^compatibility_date.*/&\ncompatibility_flags = ["enable_request_signal"]/' "$work/signal/wrangler.toml"
played signal
expect 0 2 -- grep -c '"record":"console"' "$work/signal.jsonl"
says signal 'gone: AbortError: The client has disconnected'
sed '1a platform: {preset: workerd}' "$work/signal.yaml" >"$work/local.yaml"
played local
expect 0 1 -- grep -c '"record":"console"' "$work/local.jsonl"

finish

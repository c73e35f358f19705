#!/usr/bin/env bash
# `dormouse doctor`: what it says of good projects and of bad ones, and its exit codes.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache

# The library's own rooms need nothing that is missing.
for room in "$root"/scenarios/rooms/*/; do
  expect 0 "Verdict: nothing is missing that your code uses" -- "$dormouse" doctor "$room"
done
chat=$root/scenarios/rooms/chat
line() { grep -n -m 1 -F "$1" "$chat/worker.js" | cut -d : -f 1; }
expect 0 "ctx.acceptWebSocket()                         worker.js:$(line acceptWebSocket\()" -- "$dormouse" doctor "$chat"
expect 0 "storage.setAlarm()                            worker.js:$(line setAlarm\()" -- "$dormouse" doctor "$chat/worker.js"
expect 0 "alarm:$(line 'async alarm()')" -- "$dormouse" doctor "$chat/wrangler.toml"
expect 0 "env.ROOMS                   Durable Object ChatRoom     supported" -- "$dormouse" doctor "$chat"
expect 0 "sockets: by acceptWebSocket(), which lets it hibernate" -- "$dormouse" doctor "$chat"
expect 0 "sockets: by accept(), which pins it in memory" -- "$dormouse" doctor "$root/scenarios/rooms/chat-accept"
expect 0 "a room with accept()ed sockets stays in memory" -- "$dormouse" doctor "$root/scenarios/rooms/chat-accept"

# What is missing in the user's own code is exit code 1; in a package, or asked for first, it is not.
mkdir -p "$work/typed/src" "$work/typed/node_modules/lib"
cd "$work/typed" || exit 1
cat >wrangler.jsonc <<'JSON'
{ "name": "typed", "main": "src/index.ts", "compatibility_date": "2025-06-01",
  "compatibility_flags": ["nodejs_compat", "no_such_flag", "enable_ctx_exports"], "frobnicate": 1,
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_classes": ["Room"] }],
  "vectorize": [{ "binding": "CACHE", "index_name": "x" }], "r2_buckets": [{ "binding": "UNUSED", "bucket_name": "b" }] }
JSON
echo '{"name": "lib", "version": "1.0.0", "main": "index.js"}' >node_modules/lib/package.json
echo 'export const strip = (page) => new HTMLRewriter().transform(page);' >node_modules/lib/index.js
cat >src/index.ts <<'TS'
import { DurableObject } from "cloudflare:workers";
import { strip } from "lib";
interface Env { ROOM: DurableObjectNamespace; CACHE: KVNamespace }
export class Room extends DurableObject<Env> {
  private readonly all = new Set<WebSocket>();
  async fetch(request: Request): Promise<Response> {
    setInterval(() => this.all.size, 1000);
    return strip(new Response("hi"));
  }
  async count(by: number) { return by; }
}
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (typeof EventSource !== "undefined") new EventSource("/");
    return env.ROOM.getByName("a").fetch(request);
  },
};
TS
expect 0 "Verdict: nothing is missing that your code uses; packages mention 1 missing" -- "$dormouse" doctor
expect 0 "new EventSource                               src/index.ts:14, after asking whether it is there" -- "$dormouse" doctor .
expect 0 "new HTMLRewriter                              node_modules/lib/index.js:1" -- "$dormouse" doctor .
expect 0 "Room                        src/index.ts:4, extends DurableObject, key-value" -- "$dormouse" doctor .
expect 0 "methods, callable over RPC: count:10" -- "$dormouse" doctor .
expect 0 "a room with an interval never hibernates" -- "$dormouse" doctor .
expect 0 "env.CACHE                   vectorize                   missing, and not used" -- "$dormouse" doctor .
expect 0 '`frobnicate` means nothing to Dormouse' -- "$dormouse" doctor .
expect 0 "does not hold: \`deleteAll()\` deletes the alarm, too (from 2026-02-24, or" -- "$dormouse" doctor .
expect 0 "holds: \`ctx.exports\` exists (by a flag)" -- "$dormouse" doctor .
expect 0 "no_such_flag                decides nothing that Dormouse models" -- "$dormouse" doctor .
sed -i 's/return env.ROOM/await env.CACHE.get("x"); return env.ROOM/' src/index.ts
expect 1 "env.CACHE                   vectorize                   missing, used at src/index.ts:15" -- "$dormouse" doctor .
expect 1 "Verdict: 1 thing that your code uses is missing" -- "$dormouse" doctor .
sed -i 's/await env.CACHE.get("x"); /new HTMLRewriter(); /' src/index.ts
expect 1 "new HTMLRewriter                              src/index.ts:15" -- "$dormouse" doctor .
"$dormouse" doctor . --json >report.json
expect 0 '"missing": 1' -- cat report.json
sed -i 's/new HTMLRewriter(); //; s/export class Room/class Room/' src/index.ts
expect 1 "Room is bound, but src/index.ts does not export it" -- "$dormouse" doctor .

sed -i 's/{ (/{/; s/^class Room/export class Room/; 1s/^/import fs from "node:fs"; fs.readFileSync;\n/' src/index.ts
expect 1 "import node:fs                                src/index.ts:1" -- "$dormouse" doctor .
sed -i 's/"nodejs_compat", //' wrangler.jsonc
expect 1 "note  import node:fs: in production it needs the flag nodejs_compat" -- "$dormouse" doctor .

# Bad input.
sed -i 's/ extends DurableObject<Env> {/ extends DurableObject<Env> { (/' src/index.ts
expect 2 "src/index.ts:" -- "$dormouse" doctor .
expect 2 "no such Worker" -- "$dormouse" doctor "$work/nowhere"
mkdir "$work/plain"
echo 'export default { fetch: () => new Response("hi") };' >"$work/plain/worker.js"
expect 2 "has no Durable Object" -- "$dormouse" doctor "$work/plain"
printf 'name = "p"\nmain = "worker.js"\ncompatibility_date = "2026-08-01"\n' >"$work/plain/wrangler.toml"
expect 2 "durable_objects.bindings" -- "$dormouse" doctor "$work/plain"
echo 'name = ' >"$work/plain/wrangler.toml"
expect 2 "wrangler.toml:1:" -- "$dormouse" doctor "$work/plain"
expect 2 'there is no environment "staging" here' -- "$dormouse" doctor "$chat" --environment staging
expect 0 "Exit codes: 0 nothing that your code uses is missing" -- "$dormouse" doctor --help
finish

#!/usr/bin/env bash
# `dormouse init`: it finds the way to a room and what the room is told, and the scenario that it writes runs as it is.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache

# wrangler NAME CLASS...: a project with these classes, each bound under its own name in capitals.
wrangler() {
  mkdir -p "$work/$1"
  printf 'name = "%s"\nmain = "worker.js"\ncompatibility_date = "2026-08-01"\n' "$1" >"$work/$1/wrangler.toml"
  for class in "${@:2}"; do
    printf '[[durable_objects.bindings]]\nname = "%s"\nclass_name = "%s"\n' "${class^^}" "$class" >>"$work/$1/wrangler.toml"
    printf '[[migrations]]\ntag = "%s"\nnew_sqlite_classes = ["%s"]\n' "$class" "$class" >>"$work/$1/wrangler.toml"
  done
  cat >"$work/$1/worker.js"
}

# plays NAME CLASS: what init has written for a class holds when it is run.
plays() { expect 0 "holds     no handler throws" -- "$dormouse" run "$work/$1/scenarios/$2.yaml"; }

# says FILE TEXT: the file has this text.
says() { expect 0 "$2" -- cat "$1"; }

wrangler chat Room <<'JS'
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, raw) {
    const message = JSON.parse(raw);
    if (message.type === "join") { ws.serializeAttachment(message.nick.toUpperCase()); ws.send("welcome"); }
    if (message.type === "say") this.everyone(`${ws.deserializeAttachment().trim()}: ${message.text.trim()}`);
    if (message.type === "break") throw new Error("broken");
    await this.ctx.storage.setAlarm(Date.now() + 3600_000);
  }
  everyone(text) { for (const ws of this.ctx.getWebSockets()) ws.send(text); }
  alarm() { this.everyone("late"); }
}
export default {
  fetch(request, env) {
    const found = new URL(request.url).pathname.match(/^\/rooms\/(?<name>[\w-]+)\/ws$/);
    if (!found) return new Response("no", { status: 404 });
    return env.ROOM.getByName(found.groups.name).fetch(request);
  },
};
JS
cd "$work/chat" || exit 1
expect 0 "takes WebSockets at /rooms/{room}/ws (worker.js:20: a regular expression for the path)" -- "$dormouse" init
says scenarios/Room.yaml "- connect: /rooms/{room}/ws"
says scenarios/Room.yaml "- send: '{\"type\":\"join\",\"nick\":\"<client>\"}'"
says scenarios/Room.yaml "- send: '{\"type\":\"say\",\"text\":\"hi <n>\"}'"
says scenarios/Room.yaml "duration: 62min   # virtual time, so long that the alarm fires"
says scenarios/Room.yaml "- no alarm lost"
if grep -F '"break"' scenarios/Room.yaml | grep -qF 'send:'; then echo "FAILED: what throws is sent"; failures=$((failures + 1)); fi
says scenarios/Room.yaml "{\"type\":\"break\"} threw Error: broken"
plays chat Room
expect 0 "1 fired" -- "$dormouse" run scenarios/Room.yaml
expect 0 "holds     delivered to everyone who stayed" -- "$dormouse" run scenarios/Room.yaml
# It sleeps in the middle, and what the room says after that is heard.
"$dormouse" run -q scenarios/Room.yaml --trace trace.jsonl
expect 0 '"record":"hibernated"' -- cat trace.jsonl
expect 0 '"reason":"wake-from-hibernation"' -- cat trace.jsonl

# Editors know its keys.
says scenarios/Room.yaml '# yaml-language-server: $schema=dormouse.schema.json'
"$dormouse" schema | cmp - scenarios/dormouse.schema.json || fail "another schema"

# What is there stays, unless it is told otherwise.
echo "mine" >scenarios/Room.yaml
expect 2 "scenarios/Room.yaml is there already, and left alone" -- "$dormouse" init
says scenarios/Room.yaml mine
"$dormouse" init --stdout 2>/dev/null >printed.yaml
says scenarios/Room.yaml mine
says printed.yaml "scenario: a first look at Room"
expect 0 "wrote scenarios/Room.yaml" -- "$dormouse" init --force
says scenarios/Room.yaml "worker: .."
plays chat Room
expect 0 "wrote" -- "$dormouse" init worker.js --force
says scenarios/Room.yaml "worker: ../worker.js"
plays chat Room

# Requests; a class behind another; methods over RPC; a class that nothing reaches.
wrangler jobs Jobs Ledger Counter Hidden <<'JS'
import { DurableObject } from "cloudflare:workers";
export class Jobs extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "POST" && url.pathname.endsWith("/add")) {
      const { title, priority = 2 } = await request.json();
      await this.ctx.storage.put(title.trim(), priority.toFixed(1));
      await this.env.LEDGER.getByName("all").fetch("http://x/");
      return Response.json({ ok: true });
    }
    return Response.json(Object.fromEntries(await this.ctx.storage.list()));
  }
}
export class Ledger extends DurableObject { fetch() { return new Response("ok"); } }
export class Counter extends DurableObject { increment() { return 1; } }
export class Hidden extends DurableObject {}
export default {
  async fetch(request, env) {
    const parts = new URL(request.url).pathname.split("/");
    if (parts[1] === "jobs" && parts[2]) return env.JOBS.getByName(parts[2]).fetch(request);
    if (parts[1] === "count") return new Response(await env.COUNTER.getByName("c").increment());
    return new Response("no", { status: 404 });
  },
};
JS
cd "$work/jobs" || exit 1
expect 4 "answers POST /jobs/{room}/add" -- "$dormouse" init
says scenarios/Jobs.yaml '{method: POST, path: "/jobs/{room}/add", body: '"'"'{"title":"a"}'"'"'}'
for class in Jobs Ledger Counter; do plays jobs "$class"; done
says scenarios/Counter.yaml "request: /count"
says scenarios/Hidden.yaml "No request that was tried reached an object of this class"
expect 4 "nothing that was tried reached it" -- "$dormouse" init --force
expect 0 "played to the end" -- "$dormouse" run scenarios/Hidden.yaml

# A room that never answers well says why.
wrangler broken Room <<'JS'
export class Room { fetch() { throw new TypeError("always"); } }
export default { fetch: (request, env) => env.ROOM.getByName("a").fetch(request) };
JS
expect 4 "threw TypeError: always at Room.fetch (worker.js:1:" -- "$dormouse" init "$work/broken"
says "$work/broken/scenarios/Room.yaml" "What was tried reached an object of this class, but nothing went well"

# Bad input.
expect 2 "no such Worker" -- "$dormouse" init "$work/nowhere"
echo 'export default { fetch() { return new Response("x" } };' >"$work/broken/worker.js"
expect 2 "broken/worker.js:1:" -- "$dormouse" init "$work/broken"
wrangler none <<'JS'
export default { fetch: () => new Response("x") };
JS
expect 2 "durable_objects" -- "$dormouse" init "$work/none"
expect 0 "writes scenarios/CLASS.yaml in the project" -- "$dormouse" init --help
finish

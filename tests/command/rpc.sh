#!/usr/bin/env bash
# Calls over RPC: each call on a stub is a session and billed, calls on what it returned are not; a stub that is held
# keeps an object awake, and costs.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1

# calls NAME 'STATEMENTS': a Worker that does this with a stub `s` in each request, and a class to do it with.
calls() {
  project "$1" "import { DurableObject, RpcTarget } from 'cloudflare:workers';
class Counter extends RpcTarget { n = 0; add() { return ++this.n; } }
export class Room extends DurableObject {
  step(n) { return n; }
  counter() { return new Counter(); }
}
export default { async fetch(request, env) { const s = env.ROOM.getByName('a'); $2; return new Response('done'); } };"
}

# played NAME: plays one request to it and leaves the trace in NAME.jsonl.
played() {
  cat >s.yaml <<YAML
worker: $1
duration: 1min
clients:
  - name: one
    does:
      - request: {method: GET, path: /}
      - leave
YAML
  "$dormouse" run s.yaml --trace "$1.jsonl" >/dev/null
}
billed() { echo "billed $(grep '"record":"request"' "$1.jsonl" | grep -c '"kind":"rpc"')"; }

played "$(calls many 'for (let i = 0; i < 100; i++) await s.step(i)')"
expect 0 'billed 100' -- billed many
played "$(calls one 'const c = await s.counter(); for (let i = 0; i < 99; i++) await c.add()')"
expect 0 'billed 1' -- billed one
played "$(calls held 'globalThis.kept = await s.counter(); await new Promise((r) => setTimeout(r, 20000))')"
expect 0 held-stub -- grep '"duration-began"' held.jsonl
played "$(calls late 's.counter().then(() => {})')"
expect 1 "" -- grep held-stub late.jsonl
played "$(calls disposed '{ using c = await s.counter(); } await new Promise((r) => setTimeout(r, 20000))')"
expect 0 "billed 1" -- billed disposed
expect 1 "" -- grep held-stub disposed.jsonl
finish

#!/usr/bin/env bash
# Responses that are still being written when they leave: how long they keep a room, and what becomes of them.
. "$(dirname "$0")/lib.sh"

# streaming NAME 'HOW A ROOM ANSWERS' ['THE WORKER']: the room has slowly(n), a body of n chunks, one a second.
streaming() {
  project "$1" "const wait = (ms) => new Promise((go) => setTimeout(go, ms));
function slowly(n) {
  let i = 0;
  return new ReadableStream({
    async pull(controller) {
      await wait(1000);
      if (i === n) controller.close();
      else controller.enqueue(new TextEncoder().encode('chunk' + i++ + '\n'));
    },
    cancel() { console.log('nobody reads any more'); },
  }, { highWaterMark: 0 });
}
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    $2
  }
}
export default { fetch: (request, env) => ${3:-env.ROOM.getByName('a').fetch(request)} };" >/dev/null
}

# asked NAME ['MORE OF THE CLIENT']: one client asks once for /; the run's trace is $work/NAME.jsonl.
asked() {
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 11min
network:
  profiles:
    short:
      latency: 10ms
      disconnect: {every: 30s}
clients:
  - name: one
    ${2:-}
    does:
      - request: {path: /}
YAML
  "$dormouse" run "$work/s.yaml" --trace "$work/$1.jsonl" >"$work/$1.out" 2>&1
}

streaming whole 'return new Response(slowly(150));'
asked whole
expect 0 'chunk148\nchunk149\n' -- grep chunk0 "$work/whole.jsonl"
expect 0 '"status":200' -- grep '"http-answered"' "$work/whole.jsonl"
# So long no room stays that only waits for its own timers.
expect 0 1 -- grep -c '"record":"constructed"' "$work/whole.jsonl"

streaming pieces 'return new Response(slowly(3));' \
  "env.ROOM.getByName('a').fetch(request).then(async (answer) => { let text = ''; for await (const piece of answer.body) text += new TextDecoder().decode(piece).toUpperCase(); return new Response(text); })"
asked pieces
expect 0 'CHUNK0\nCHUNK1\nCHUNK2\n' -- grep CHUNK0 "$work/pieces.jsonl"

streaming unread 'return new Response(slowly(60));' \
  "env.ROOM.getByName('a').fetch(request).then(() => new Response('enough'))"
asked unread
expect 0 '"status":200' -- grep '"http-answered"' "$work/unread.jsonl"
expect 0 'nobody reads any more' -- grep -m 1 'nobody reads' "$work/unread.jsonl"

streaming reset 'this.ctx.storage.put("n", 1); setTimeout(() => this.ctx.abort(), 5500); return new Response(slowly(60));'
asked reset
expect 0 '"status":0' -- grep -m 1 '"http-answered"' "$work/reset.jsonl"

# The runtime hears of a lost client, and the room's code with it.
streaming gone 'return new Response(slowly(600));'
asked gone 'network: short'
expect 0 '"status":0' -- grep -m 1 '"http-answered"' "$work/gone.jsonl"
expect 0 'nobody reads any more' -- grep -m 1 'nobody reads' "$work/gone.jsonl"

finish

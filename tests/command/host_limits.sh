#!/usr/bin/env bash
# Code that would take the machine ends its run as unknown, with the place, and never hangs or kills the program.
. "$(dirname "$0")/lib.sh"

limit() { # NAME STATEMENTS TEXT
  handler "$1" "$2" >/dev/null
  expect 3 "$3" -- timeout 300 "$dormouse" run "$(scenario "$1")" ${4-}
}
# Code of the user's own that runs and runs meets the object's limit, at the same statement every time.
overrun() { # NAME STATEMENTS TEXT
  handler "$1" "$2" >/dev/null
  scenario "$1" >/dev/null
  echo "platform: {cpu limit: ${4-30s}}" >>"$work/s.yaml"
  expect 0 "$3" -- timeout 300 "$dormouse" run "$work/s.yaml"
}

overrun loop 'for (;;);' "The CPU time limit of 30 s was exceeded in a loop at worker.js:9:"
overrun jobs 'const again = () => { Promise.resolve().then(again); }; again();' "The CPU time limit of 1 s was exceeded in a function at worker.js:9:" 1s
overrun tree 'const f = (n) => (n === 0 ? 0 : f(n - 1) + f(n - 1)); f(60);' "was exceeded in a function at worker.js:9:" 1s
limit plain 'for (;;);' "worker.js:9:" --plain
limit keys 'ws.send(Object.keys("x".repeat(3e7)).length);' "host limit"
limit array 'const all = []; for (;;) all.push(new Array(5e7).fill(0));' "worker.js:9:"
limit buffers 'const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1));' "worker.js:9:"
limit wasm 'const all = []; for (;;) { const m = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(m.buffer).fill(1); all.push(m); }' "host limit"
limit sort 'const a = []; for (let i = 0; i < 3e7; i++) a.push((i * 7919) % 1000003); a.sort((x, y) => x - y);' "worker.js:9:" --plain
limit jobs 'const again = () => Promise.resolve().then(again); again();' "host limit" --plain
handler deep 'const f = () => f() + 1; f();' >/dev/null
# In each kind of turn, each time anew; what asked hears of it.
exhausts() { # NAME CONSTRUCTOR FETCH ALARM WORKER EXIT_CODE-OF-CLIENT TEXT TIMES
  project "$1" "import { DurableObject } from 'cloudflare:workers';
export class Room extends DurableObject {
  constructor(ctx, env) { super(ctx, env); $2 }
  async fetch() { $3 return new Response('ok'); }
  async alarm() { $4 }
}
export default { async fetch(request, env) {
  const answer = await env.ROOM.getByName('a').fetch(request).catch((e) => new Response(e.message, { status: 500 }));
  $5
  return answer;
} };" >/dev/null
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 20min
platform: {cpu limit: 100ms}
clients: [{name: one, does: [{request: /}, {wait: 1min}, {request: /}]}]
YAML
  expect 0 "$7 x Error: The CPU time limit of 0.1 s was exceeded in a loop at worker.js:" -- "$dormouse" run "$work/s.yaml" --trace "$work/t.jsonl"
  same "what $1 answers" "$6" "$(sed -n 's/.*"record":"http-answered".*"status":\([0-9]*\).*/\1/p' "$work/t.jsonl" | xargs)"
}
exhausts constructor 'for (;;);' '' '' '' "500 500" 2
exhausts fetch '' 'for (;;);' '' '' "500 500" 2
exhausts resumed '' 'await new Promise((done) => setTimeout(done, 10)); for (;;);' '' '' "500 500" 2
exhausts timer '' 'setTimeout(() => { for (;;); }, 10);' '' '' "200 200" 2
exhausts alarm '' 'await this.ctx.storage.setAlarm(Date.now() + 1000);' 'for (;;);' '' "200 200" 13
exhausts worker '' '' '' 'for (;;);' "500 500" 2
# Each turn has its own: many that take long together are none that takes too long.
handler many 'let n = 0; for (let i = 0; i < 3e6; i++) n += i; ws.send(`${n}`);' >/dev/null
cat >"$work/s.yaml" <<YAML
worker: many
duration: 5min
platform: {cpu limit: 100ms}
clients: [{name: one, does: [{connect: /}, {every: 1s, send: hi}]}]
YAML
expect 0 "0 resets" -- "$dormouse" run "$work/s.yaml"

project startup 'for (;;);
export class Room { fetch() {} }' >/dev/null
expect 2 "worker.js:1:9: Script startup exceeded CPU time limit." -- "$dormouse" run "$(scenario startup)"
expect 0 "RangeError: Maximum call stack size exceeded" -- "$dormouse" run "$(scenario deep)"
finish

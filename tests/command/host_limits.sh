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
project startup 'for (;;);
export class Room { fetch() {} }' >/dev/null
expect 2 "worker.js:1:9: Script startup exceeded CPU time limit." -- "$dormouse" run "$(scenario startup)"
expect 0 "RangeError: Maximum call stack size exceeded" -- "$dormouse" run "$(scenario deep)"
finish

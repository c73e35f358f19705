#!/usr/bin/env bash
# Clients and checks in JavaScript, as a user plays them.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache
cd "$work" || exit 1

project room "export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/moved') return new Response(null, { status: 302, headers: { location: '/plain?moved' } });
    if (!request.headers.has('upgrade')) return Response.json([request.method, request.url, request.headers.get('x-a'), await request.text()]);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, message) {
    ws.send('echo ' + message);
    this.ctx.storage.put('last', message);
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS said (text TEXT)');
    this.ctx.storage.sql.exec('INSERT INTO said VALUES (?)', String(message));
  }
  webSocketClose(ws, code, reason) { ws.close(code, reason); }
}
export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) };" >/dev/null

# play COUNT: s.yaml with a group of so many clients of client.ts and the expectations of expect.txt.
play() {
  { printf 'worker: room\nduration: 1min\nclients:\n  - {name: one, count: %s, script: ./client.ts, room: a%s}\n' "$1" "${2:-}"
    echo 'expect:'; cat expect.txt; } >s.yaml
}
echo '  - no handler throws' >expect.txt
report() { "$dormouse" run s.yaml --trace t.jsonl >out.txt 2>&1; echo $? >code.txt; }
console() { grep '"record":"body"' t.jsonl | sed 's/.*"bytes":"//; s/"}$//'; }

# ---- what a client is given
cat >client.ts <<'TS'
import { shout } from "./lib";
export const connect = "/?name={client}";
let heard: string[] = [];
export function onStart(client: any) {
  localStorage.setItem("visits", `${Number(localStorage.getItem("visits") ?? 0) + 1}`);
  console.log(`start ${client.name} ${client.room} ${JSON.stringify(client.with)} ${location.href} ${typeof window} ${Date.now()}`);
}
export function onOpen() { client.send(shout("hi")); }
export function onMessage(client: any, data: string) {
  heard.push(data);
  report("heard", heard);
  if (heard.length === 1) setTimeout(() => client.send("later"), 1500);
  if (heard.length === 2) client.leave();
}
TS
echo 'export const shout = (text: string) => text.toUpperCase();' >lib.ts
play 1 ', with: {n: 1}'
expect 0 "holds     no client script throws" -- "$dormouse" run s.yaml --trace t.jsonl
for text in 'start one-0 a {\"n\":1} https://dormouse.test/ undefined 1785542400000' 'echo HI' '[\"echo HI\",\"echo later\"]'; do
  grep -qF -- "${text//\"/\\\"}" t.jsonl || grep -qF -- "$text" t.jsonl || fail "no client said $text"
done
grep -q '"at":1785542401[0-9]*,"record":"script-ended"' t.jsonl || fail "the client did not leave after its timer"

# ---- the web of a page: sockets, requests, blobs, timers
cat >client.ts <<'TS'
const said = (...words: unknown[]) => console.log(words.join(" "));
export async function onStart() {
  const socket = new WebSocket("/x", []);
  said("state", socket.readyState, socket.url, socket.binaryType);
  try { socket.send("early"); } catch (error) { said("early", (error as Error).name); }
  socket.onmessage = async ({ data }) => said("message", typeof data === "string" ? data : await data.text());
  await new Promise((done) => socket.addEventListener("open", done));
  socket.send("text"); socket.send(new Blob(["blob"])); socket.send("after blob"); socket.send(new Uint8Array([104, 105]));
  const answer = await fetch("/plain", { method: "POST", body: "b", headers: { "X-A": "1" } });
  said("fetch", answer.status, answer.url, await answer.text());
  const moved = await fetch("/moved");
  said("moved", moved.redirected, moved.url);
  try { await fetch("/plain", { signal: AbortSignal.abort() }); } catch (error) { said("fetch", (error as Error).name); }
  try { new WebSocket("wss://elsewhere.test/"); } catch (error) { said((error as Error).message); }
  try { await fetch("https://elsewhere.test/"); } catch (error) { said((error as Error).message); }
  try { socket.close(1005); } catch (error) { said("close", (error as Error).name); }
  let ticks = 0;
  const began = Date.now();
  const ticker = setInterval(() => { if (++ticks === 10) { clearInterval(ticker); said("ten ticks", Date.now() - began); } }, 0);
  sessionStorage.a = 1;
  said("storage", sessionStorage.getItem("a"), Object.keys(sessionStorage), localStorage.length);
  setTimeout(() => socket.close(4000, "bye"), 1000);
  socket.onclose = ({ code, reason, wasClean }) => said("closed", code, reason, wasClean, socket.readyState);
  said("random", Math.random(), crypto.randomUUID());
}
TS
play 1
report
for text in "state 0 wss://dormouse.test/x blob" "early InvalidStateError" "echo text" "echo [object ArrayBuffer]" "moved true https://dormouse.test/plain?moved" "fetch AbortError" \
    "Connect to a host of the scenario" "Ask a host of the scenario" "close InvalidAccessError" "ten ticks 2" "storage 1 a 0" 'fetch 200 https://dormouse.test/plain [\"POST\",\"https://dormouse.test/plain\",\"1\",\"b\"]' "closed 4000 bye true 3"; do
  console | grep -qF -- "$text" || fail "a page's code did not say: $text"
done
same "the order of blobs" "$(grep -c '"record":"sent"' t.jsonl)" 4

# ---- the same again, and one client less
cat >client.ts <<'TS'
export const connect = "/";
export function onOpen() { client.send(`${client.name} ${Math.random()} ${crypto.randomUUID()}`); }
export function onMessage() {}
(globalThis as any).count = ((globalThis as any).count ?? 0) + 1;
console.log("count", (globalThis as any).count);
TS
play 3; report; cp t.jsonl first.jsonl
report; cmp -s first.jsonl t.jsonl || fail "the same run wrote another trace"
lines() { console | grep '^one-[01] ' | sort; }
with=$(lines)
play 2; report
same "the luck of those who stayed" "$with" "$(lines)"
console | grep -q 'count 2' && fail "two clients share a global"
same "no state is shared" "$(console | grep -c 'count 1')" 1

# ---- code that fails
cat >client.ts <<'TS'
interface Nothing { x: number }
export const connect = "/";
export function onMessage(client: any, data: string): void {
  const nothing = undefined as unknown as Nothing;
  if (data.includes("2")) throw new TypeError(`no ${nothing.x}`);
}
export function onOpen(client: any) { client.send("2"); Promise.reject(new Error("unheard")); }
TS
play 1
expect 1 "VIOLATED  no client script throws" -- "$dormouse" run s.yaml
expect 1 "client one-0" -- "$dormouse" run s.yaml
expect 1 "client.ts:7:" -- "$dormouse" run s.yaml
report; grep -q '"record":"script-threw".*client.ts:5:' t.jsonl || fail "the second exception has no place"
echo 'export function onStart() { for (;;); }' >client.ts
expect 3 "client one-0: CPU time in one turn at client.ts:1:" -- "$dormouse" run s.yaml
echo 'export function onStart() { return 1 +; }' >client.ts
expect 2 "client.ts:1:39: Unexpected" -- "$dormouse" run s.yaml
echo 'import fs from "node:fs"; import x from "no-such-package"; export function onStart() { fs.x(x); }' >client.ts
expect 2 "client.ts:1:41" -- "$dormouse" check s.yaml
expect 2 "npm install no-such-package" -- "$dormouse" check s.yaml
echo 'throw new Error("at once");' >client.ts
expect 1 "client.ts:1:7" -- "$dormouse" run s.yaml

# ---- clients that do not see the same
cat >client.ts <<'TS'
export function onStart() { report("view", client.index < 2 ? { b: 1, a: 2 } : { a: 2, b: 1, ...(client.index > 2 && { c: 3 }) }); }
TS
echo '  - clients converge' >expect.txt
play 3; expect 0 "holds     clients converge within 10 s" -- "$dormouse" run s.yaml
play 4; expect 1 "client one-3" -- "$dormouse" run s.yaml

# ---- checks
cat >client.ts <<'TS'
export const connect = "/";
export function onOpen() { for (const word of ["a", "b", "c"]) client.send(word); }
export function onMessage() {}
TS
cat >checks.ts <<'TS'
export const heldAlways = { always: (r: any) => (r.record === "received" ? r.body.startsWith("echo ") : undefined) };
export const brokenAlways = { always: (r: any) => (r.record === "received" ? r.body !== "echo b" || `heard ${r.body}` : undefined) };
export const untested = { always: (r: any) => (r.record === "alarm-set" ? true : undefined) };
export const throwing = { always: (r: any) => r.nothing.there };
export const soon = { when: (r: any) => r.record === "sent" && r.body, eventually: (r: any, t: string) => r.record === "received" && r.body === `echo ${t}`, within: "5s" };
export const tooLate = { when: (r: any) => r.record === "connected", eventually: (r: any) => r.record === "closed", within: "2s" };
export const open = { when: (r: any) => r.record === "connected", eventually: () => false, within: "1h" };
export const reached = { sometimes: (r: any) => r.record === "constructed" };
export const never = { sometimes: (r: any) => r.record === "alarm-set" };
export const stored = { atEnd: (run: any) => { const s = run.storage("a"); return s.kv.last === "c" && s.sql.said.length === 3 && s.sql.said[1].text === "b" || JSON.stringify(s); } };
export const notStored = { name: "stores d", atEnd: (run: any) => run.storage("a").kv.last === "d" };
TS
echo '  - check: {file: ./checks.ts, storage: {rooms: [a], at: 30s}}' >expect.txt
play 1
report
verdict() { sed -n '/^Verdicts/,/^Bill/p' out.txt | grep -F " $2" | grep -qiE "^ *$1" || fail "$2 is not $1"; }
for name in heldAlways soon reached stored; do verdict holds "$name"; done
for name in brokenAlways tooLate never "stores d"; do verdict violated "$name"; done
for name in untested throwing open; do verdict unknown "$name"; done
for text in "heard echo b" '"record":"received"' "checks.ts:4:" "not within 2s" "it never happened" "no record was about it"; do
  grep -qF -- "$text" out.txt || fail "the verdicts do not say: $text"
done
same "verdicts in the trace" "$(grep -c '"record":"verdict"' t.jsonl)" 11
same "looks at storage" "$(grep -c '"record":"stored"' t.jsonl)" 2
same "the exit code" "$(cat code.txt)" 1
"$dormouse" run s.yaml --json | grep -A1 '"name": "throwing"' | grep -q unknown || fail "JSON does not say that a check is unknown"
grep -v '"record":"\(stored\|verdict\|body\|run-began\)"' t.jsonl >seen.jsonl
echo '  - check: {file: ./checks.ts, only: reached}' >expect.txt
play 1; report
same "the exit code of one check" "$(cat code.txt)" 0
grep -v '"record":"\(stored\|verdict\|body\|run-began\)"' t.jsonl | sed 's/"events":[0-9]*//' >unseen.jsonl
sed -i 's/"events":[0-9]*//' seen.jsonl
same "a look changes nothing" "$(sed 's/"\(body\|text\)":[0-9]*//g' seen.jsonl | cksum)" "$(sed 's/"\(body\|text\)":[0-9]*//g' unseen.jsonl | cksum)"

echo '  - check: {file: ./checks.ts, only: [reached, nowhere]}' >expect.txt; play 1
expect 2 'there is no exported check "nowhere"; there are: ' -- "$dormouse" check s.yaml
echo '  - check: ./checks.ts' >expect.txt; play 1
echo 'export const both = { always() {}, sometimes() {} };' >checks.ts
expect 2 'the check "both" must have exactly one of' -- "$dormouse" run s.yaml
echo 'export const x = { eventually() {}, within: 5 };' >checks.ts
expect 2 'within must be a duration' -- "$dormouse" run s.yaml
printf 'const a = 1;\nthrow new Error(`top ${a}`);\nexport const x = {};\n' >checks.ts
expect 2 'checks.ts:2:7: Error: top 1' -- "$dormouse" run s.yaml
echo 'export const x = { always() { for (;;); } };' >checks.ts
expect 4 'CPU time in one turn at checks.ts:1:' -- "$dormouse" run s.yaml
finish

#!/usr/bin/env bash
# Bad input: exit code 2, and a message that says where and what to do.
. "$(dirname "$0")/lib.sh"

expect 2 "no such file" -- "$dormouse" run "$work/absent.yaml"
: >"$work/empty.yaml"
expect 2 "the file says nothing" -- "$dormouse" run "$work/empty.yaml"
head -c 10000000 /dev/zero | tr '\0' 'a' >"$work/large.yaml"
expect 2 "1 MiB" -- "$dormouse" run "$work/large.yaml"

room=$(handler good 'ws.send(message);')
file=$(scenario "$room")
expect 0 "played to the end" -- "$dormouse" run "$file"
expect 0 "good: Worker t (worker.js)" -- "$dormouse" check "$file"
sed 's/^duration: 1min/duration: -1min/' "$file" >"$work/negative.yaml"
expect 2 "negative.yaml:2:11:" -- "$dormouse" run "$work/negative.yaml"
sed 's/^duration:/duratoin:/' "$file" >"$work/unknown.yaml"
expect 2 'did you mean "duration"?' -- "$dormouse" run "$work/unknown.yaml"
sed 's/- name: one/- name: one\n    network: moblie/' "$file" >"$work/link.yaml"
expect 2 'moblie' -- "$dormouse" check "$work/link.yaml"

expect 2 "no such Worker" -- "$dormouse" run "$(scenario nowhere)"
project syntax 'export class Room {
  fetch() { return new Response("a" }
}' >/dev/null
expect 2 "syntax/worker.js:2:" -- "$dormouse" run "$(scenario syntax)"
project unexported 'class Room {}
export default { fetch: () => new Response("x") };' >/dev/null
expect 2 "export { Room };" -- "$dormouse" run "$(scenario unexported)"
project binding 'export class Room { fetch() {} }
export default { fetch: (request, env) => env.ROMS.getByName("a").fetch(request) };' >/dev/null
expect 0 "TypeError: Cannot read properties of undefined (reading 'getByName')" -- "$dormouse" run "$(scenario binding)"
project import 'import { x } from "./absent.js";
export class Room {}' >/dev/null
expect 2 "import/worker.js:1:19: Could not resolve \"./absent.js\"" -- "$dormouse" run "$(scenario import)"
project throws 'export class Room { fetch() {} }
throw new Error("at the top");' >/dev/null
expect 2 "at the top" -- "$dormouse" run "$(scenario throws)"

# A lesson's bare project: every line that is missing, and with them it runs.
mkdir "$work/bare"
cp "$work/good/worker.js" "$work/bare/worker.js"
: >"$work/bare/wrangler.toml"
expect 2 'compatibility_date = "2026-08-01"' -- "$dormouse" run "$(scenario bare)"
expect 2 'new_sqlite_classes = ["Room"]' -- "$dormouse" run "$(scenario bare)"
"$dormouse" run "$(scenario bare)" 2>&1 | sed -n 's/^    //p' | grep -E '^(\[\[|[a-z_]+ =)' >"$work/bare/wrangler.toml"
expect 0 "played to the end" -- "$dormouse" run "$(scenario bare)"

expect 2 "cannot be written" -- "$dormouse" run "$file" --trace "$work/no/such/folder/t.jsonl"
expect 2 "cannot be written" -- "$dormouse" run "$file" --trace "$work/no/such/folder/t.trace"
expect 0 "" -- "$dormouse" run -q "$file" --trace "$work/t.trace"

expect 2 "scenario is required" -- "$dormouse" run
expect 0 "Exit codes" -- "$dormouse" --help
finish

#!/usr/bin/env bash
# Projects that need more than the engine, as a user runs them: TypeScript with a package from npm (what it answers, and
# that whatever is said of its code names the user's own file and line), and Node's async_hooks.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache
cp -r "$root/tests/projects/typescript" "$work/project"
cd "$work/project" || exit 1
mkdir -p node_modules/greeting
cat >node_modules/greeting/package.json <<'JSON'
{"name": "greeting", "version": "1.0.0", "type": "module",
 "exports": {".": {"workerd": "./workerd.js", "default": "./node.js"}}}
JSON
# shellcheck disable=SC2016
echo 'export const greet = (name) => `hello ${name} from workerd`;' >node_modules/greeting/workerd.js
echo 'export const greet = () => "hello from node";' >node_modules/greeting/node.js

position_of() { grep -n -m 1 -F "$1" "$2" | cut -d : -f 1; }
thrown=$(position_of 'throw new TypeError' src/lib/types.ts)
cipher=$(position_of 'createCipheriv("aes' src/index.ts)

expect 0 "good: Worker ts-chat (src/index.ts)" -- "$dormouse" check scenario.yaml
expect 1 "at assertName (src/lib/types.ts:$thrown:11)" -- "$dormouse" run scenario.yaml --trace first.jsonl
expect 1 "node:crypto is not modelled by Dormouse yet: createCipheriv() was called" -- "$dormouse" run scenario.yaml
expect 1 "(src/index.ts:$cipher:" -- "$dormouse" run scenario.yaml
for said in '\"greet\":\"hello ann from workerd\"' '\"welcome\":\"welcome\"' '\"kind\":2' '\"note\":\"some text\"' \
  '\"answer\":42' '\"version\":\"1.2\"' '\"bytes\":[1,2,3]' '\"sum\":42' 'called webSocketMessage'; do
  grep -qF "$said" first.jsonl || { echo "FAILED: nobody said $said"; failures=$((failures + 1)); }
done

# From the cache as if made anew; and nothing of the cache where a file has changed.
[ -n "$(ls "$work"/cache/dormouse/bundle-*.json)" ] || { echo "FAILED: nothing was kept"; failures=$((failures + 1)); }
"$dormouse" run scenario.yaml --quiet --trace second.jsonl
cmp first.jsonl second.jsonl || failures=$((failures + 1))
echo 'export const welcome: string = "good morning";' >src/words.ts
expect 1 "played to the end" -- "$dormouse" run scenario.yaml --trace third.jsonl
grep -qF '\"welcome\":\"good morning\"' third.jsonl || { echo "FAILED: an old bundle ran"; failures=$((failures + 1)); }
echo '{"name": "greeting", "type": "module", "exports": "./node.js"}' >node_modules/greeting/package.json
expect 1 "played to the end" -- "$dormouse" run scenario.yaml --trace fourth.jsonl
grep -qF '\"greet\":\"hello from node\"' fourth.jsonl || { echo "FAILED: an old package ran"; failures=$((failures + 1)); }
XDG_CACHE_HOME=/proc/nowhere expect 1 "played to the end" -- "$dormouse" run scenario.yaml

changed() {
  cp "$root/tests/projects/typescript/src/index.ts" src/index.ts
  sed -i "$1" src/index.ts
}
changed 's/import data from/import data frm/'
expect 2 "src/index.ts:$(position_of 'data frm' src/index.ts):13: Expected \"from\" but found \"frm\"" -- "$dormouse" run scenario.yaml
changed 's/from "greeting"/from "greetings"/'
expect 2 "npm install greetings" -- "$dormouse" run scenario.yaml
changed 's/if (message.n === 2) .*/for (;;) message.n = 2;/'
expect 1 "was exceeded in a loop at src/index.ts:$(position_of 'for (;;)' src/index.ts)" -- "$dormouse" run scenario.yaml
changed 's/export class Room/export class Other/'
expect 2 "src/index.ts: the configuration binds the Durable Object class \"Room\"" -- "$dormouse" check scenario.yaml
changed 's/^export default {/null.x;\nexport default {/'
expect 2 "src/index.ts:$(position_of 'null.x' src/index.ts):6: TypeError: Cannot read properties of null" -- "$dormouse" check scenario.yaml

# What modules may do to each other, and when they are evaluated.
plain() { # plain NAME FLAGS 'SOURCE': a project of one module; src/other.ts beside it is given on standard input.
  mkdir -p "$work/$1/src"
  cat >"$work/$1/src/other.ts"
  printf '%s\n' "$3" >"$work/$1/src/index.ts"
  echo "{\"name\": \"$1\", \"main\": \"src/index.ts\", \"compatibility_date\": \"2026-08-01\", \"compatibility_flags\": [$2]}" >"$work/$1/wrangler.json"
  printf 'worker: .\nduration: 1min\nclients: [{name: one, does: [{request: /}]}]\n' >"$work/$1/s.yaml"
  cd "$work/$1" || exit 1
}
answers() { # answers TEXT: what the client's request is answered with.
  "$dormouse" run s.yaml --quiet --trace t.jsonl && grep -qF "\"$1\"" t.jsonl && return
  echo "FAILED: $PWD: nobody said $1"
  failures=$((failures + 1))
}
plain types "" 'import { type Words, Greeting } from "./other";
import type { Nothing } from "./not-there";
const greet: Greeting = (words: Words, nothing?: Nothing) => new Response(words);
export default { fetch: () => greet("hello") };' <<<'export type Words = string; export interface Greeting { (words: Words): Response }'
answers hello
plain circular "" 'import { greet } from "./other";
export const name = "ann";
export default { fetch: () => new Response(greet()) };' <<<'import { name } from "./index"; export const greet = () => `hello ${name}`;'
answers "hello ann"
plain too-early "" 'import { greeting } from "./other";
export const name = "ann";
export default { fetch: () => new Response(greeting) };' <<<'import { name } from "./index";

export const greeting = `hello ${name}`;'
answers "hello undefined" # as the vendor's tool makes it: in a bundle a constant of a module is none yet
plain awaits "" 'import { words } from "./other";
const greeting = await words();
export default { fetch: () => new Response(greeting) };' <<<'export async function words() { await null; return "hello"; }'
answers hello
plain awaits-for-ever "" 'import { words } from "./other";
await words();
export default { fetch: () => new Response("hello") };' <<<'export const words = () => new Promise(() => {});'
expect 2 "src/index.ts:2:1: Error: Top-level await did not settle" -- "$dormouse" run s.yaml
plain large "" 'import { table } from "./other";
export default { fetch() { return new Response(table[31999].length === 160 ? "hello" : "short"); } };' < <(
  line=$(printf 'x%.0s' {1..160}); echo 'export const table = ['; for ((i = 0; i < 32000; i++)); do echo "\"$line\","; done; echo '];')
[ "$(stat -c %s src/other.ts)" -gt 5000000 ] || { echo "FAILED: not large"; failures=$((failures + 1)); }
answers hello

# Modules of Node's, by the flags.
plain without "" 'import { words } from "./other";
export default { fetch: () => new Response(words) };' <<<'import { sep } from "node:path";
export const words = `hello${sep}`;'
expect 2 'src/other.ts:1:21: No such module "node:path"' -- "$dormouse" run s.yaml
expect 2 'add "nodejs_compat" to compatibility_flags' -- "$dormouse" run s.yaml
plain bare "" 'import path from "path";
export default { fetch: () => new Response(path.join("hello", "x")) };' </dev/null
expect 2 'src/index.ts:1:18: Could not resolve "path"' -- "$dormouse" run s.yaml
expect 2 'add "nodejs_compat" to compatibility_flags' -- "$dormouse" run s.yaml
plain with '"nodejs_compat"' 'import path from "path";
import events = require("events");
class Emitter extends events {}
export default { fetch: () => new Response(path.join("hello", Buffer.from(typeof new Emitter().on).toString("base64url"), `${typeof process}`)) };' </dev/null
answers hello/ZnVuY3Rpb24/object
sed -i 's/2026-08-01/2024-09-22/' wrangler.json # before that date: by whole names only, and no globals
expect 2 'import it as "node:path", or set a compatibility_date of 2024-09-23 or later' -- "$dormouse" run s.yaml
plain whole '"nodejs_compat"' 'import path from "node:path";
export default { fetch: () => new Response(path.join("hello", typeof Buffer)) };' </dev/null
sed -i 's/2026-08-01/2024-09-22/' wrangler.json
answers hello/undefined
plain variables '"nodejs_compat"' 'import process from "node:process";
const atStart = process.env.GREETING;
export default { fetch: () => new Response(`${atStart} ${process.env.NUMBER}`) };' </dev/null
sed -i 's/"main"/"vars": {"GREETING": "hello", "NUMBER": 5}, "main"/' wrangler.json
answers "hello 5"

# AsyncLocalStorage: through awaits, timers, storage and other storages; never between requests.
cd "$root/tests/projects/async-storage" || exit 1
expect 0 "played to the end" -- "$dormouse" run scenario.yaml --trace "$work/async.jsonl"
grep -o '"bytes":"c-[^"]*|[^"]*"' "$work/async.jsonl" | cut -d '"' -f 4 | sort -u >"$work/async.txt"
[ "$(wc -l <"$work/async.txt")" -gt 30 ] || { echo "FAILED: little was said"; failures=$((failures + 1)); }
while IFS= read -r line; do
  me=${line%%:*}
  [ "$line" = "$me: $me/none $me $me/inner $me $me  | undefined undefined" ] || { echo "FAILED: $line"; failures=$((failures + 1)); }
done <"$work/async.txt"
finish

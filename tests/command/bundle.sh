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
md5=$(position_of 'createHash("md5")' src/index.ts)

expect 0 "good: Worker ts-chat (src/index.ts)" -- "$dormouse" check scenario.yaml
expect 1 "at assertName (src/lib/types.ts:$thrown:11)" -- "$dormouse" run scenario.yaml --trace first.jsonl
expect 1 "node:crypto is not modelled by Dormouse yet: createHash() was called" -- "$dormouse" run scenario.yaml
expect 1 "(src/index.ts:$md5:" -- "$dormouse" run scenario.yaml
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

#!/usr/bin/env bash
# Rooms with bindings beside them, in projects that lack what the vendor's tool does without.
. "$(dirname "$0")/lib.sh"
export XDG_CACHE_HOME=$work/cache

# No name, no date, no migration, `main` in package.json, objects bound in an environment only, a module of another tool.
mkdir -p "$work/board/src" "$work/board/migrations" "$work/board/public"
cd "$work/board" || exit 1
cat >wrangler.toml <<'TOML'
assets = { directory = "public", binding = "ASSETS" }
[env.dev]
durable_objects.bindings = [{ name = "BOARD", class_name = "Board" }]
kv_namespaces = [{ binding = "KV", id = "1" }]
d1_databases = [{ binding = "DB", database_name = "db" }]
r2_buckets = [{ binding = "FILES", bucket_name = "files" }]
TOML
echo '{ "scripts": { "dev": "wrangler dev src/board.ts --env dev" } }' >package.json
echo 'CREATE TABLE visits (who TEXT);' >migrations/0001_visits.sql
echo 'ALTER TABLE visits ADD COLUMN at INTEGER;' >migrations/0002_at.sql
echo 'the page' >public/page.txt
cat >src/board.ts <<'TS'
import { DurableObject } from "cloudflare:workers";
const page = () => import("virtual:some-tool/page");
export class Board extends DurableObject {
  async fetch(request: Request) {
    if (new URL(request.url).searchParams.get("key") !== "sesame") return new Response("no", { status: 403 });
    const { KV, DB, FILES, ASSETS } = this.env;
    await DB.prepare("INSERT INTO visits (who, at) VALUES (?, ?)").bind("ann", Date.now()).run();
    await KV.put("last", "ann", { expirationTtl: 60 });
    await FILES.put("a/1", "bytes");
    const text = await (await ASSETS.fetch("http://assets/page.txt")).text();
    return Response.json([await DB.prepare("SELECT count(*) AS n FROM visits").first("n"), await KV.get("last"), (await FILES.list()).objects.length, text.trim()]);
  }
}
export default {
  async fetch(request: Request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/built") return new Response((await page()).default);
    if (pathname.startsWith("/board/")) return env.BOARD.get(env.BOARD.idFromName(pathname.slice(7))).fetch(request);
    return new Response("none", { status: 404 });
  },
};
TS
expect 0 "Durable Objects are bound in environments only: dev is taken (--environment)" -- "$dormouse" doctor .
expect 0 "the configuration has no name, main, compatibility_date, migration for Board; what deploying needs is assumed" -- "$dormouse" doctor .
expect 0 "answers GET /board/{room}?key=sesame" -- "$dormouse" init .
expect 0 "environment: dev" -- cat scenarios/Board.yaml
expect 0 "played to the end" -- "$dormouse" run scenarios/Board.yaml --trace t.jsonl
expect 0 '[1,\"ann\",1,\"the page\"]' -- cat t.jsonl
expect 0 '[2,\"ann\",1,\"the page\"]' -- cat t.jsonl
"$dormouse" run scenarios/Board.yaml --trace again.jsonl >/dev/null
same "two runs" "$(cksum <t.jsonl)" "$(cksum <again.jsonl)"

# What means a file is answered before the Worker is asked; a module of another tool throws when it is used.
cat >built.yaml <<'YAML'
worker: .
environment: dev
duration: 1min
clients: [{ name: one, does: [{ request: /page.txt }, { request: /built }] }]
expect: [no handler throws]
YAML
expect 1 'the module "virtual:some-tool/page" is made by the project'"'"'s own build tool' -- "$dormouse" run built.yaml --trace t.jsonl
expect 0 '"bytes":"the page\n"' -- cat t.jsonl

# A migration that fails is named by the query that needed it.
echo 'ALTER TABLE absent ADD COLUMN at INTEGER;' >migrations/0002_at.sql
expect 4 "migrations/0002_at.sql: no such table: absent" -- "$dormouse" init . --stdout
finish

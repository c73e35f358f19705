// Asks the vendor's local runtime every question of worker.js and writes its answers to recorded.json. It needs miniflare,
// which is no dependency of the project: npm install --prefix DIR miniflare, then node tests/bindings/record.mjs DIR
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
process.env.MINIFLARE_WORKERD_PATH = path.resolve(here, "../../node_modules/@cloudflare/workerd-linux-64/bin/workerd");
const { Miniflare } = createRequire(path.join(path.resolve(process.argv[2]), "x.js"))("miniflare");
const assetConfig = { html_handling: "auto-trailing-slash", not_found_handling: "404-page" };
const runtime = new Miniflare({
  modules: true, script: fs.readFileSync(path.join(here, "worker.js"), "utf8"), compatibilityDate: "2026-04-20",
  kvNamespaces: ["KV"], r2Buckets: ["R2"], d1Databases: ["DB"], ratelimits: { LIMIT: { simple: { limit: 2, period: 60 } } },
  analyticsEngineDatasets: { AE: { dataset: "points" } }, queueProducers: { Q: "jobs" },
  assets: { directory: path.join(here, "public"), binding: "ASSETS", routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true }, assetConfig },
});
const answers = await (await runtime.dispatchFetch("http://x/")).json();
await runtime.dispose();
const lines = Object.entries(answers).map(([name, answer]) => `${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
fs.writeFileSync(path.join(here, "recorded.json"), `{\n${lines.join(",\n")}\n}\n`);

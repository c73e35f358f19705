// Every question of cases.mjs has the answer that the production runtime gave: check.mjs DORMOUSE. Known differences are
// in differences.json, with their reason and our answer.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { compare, played } from "../web/compare.mjs";
import { ask, show } from "../web/show.mjs";
import { cases, workerOf } from "./cases.mjs";

const read = (name) => JSON.parse(fs.readFileSync(new URL(name, import.meta.url), "utf8"));
const configuration = { name: "node", main: "worker.js", compatibility_date: "2026-08-01", compatibility_flags: ["nodejs_compat"] };
const answers = played(path.resolve(process.argv[2]), '{"buffer 1', ".", (write) => {
  write("worker.js", workerOf(show, ask));
  write("wrangler.json", JSON.stringify(configuration));
});
assert.deepEqual(Object.keys(answers).sort(), Object.keys(cases).sort());
compare(answers, read("recorded.json"), read("differences.json"));

// Every question of worker.js has the answer that the vendor's local runtime gave: check.mjs DORMOUSE. Known differences
// are in differences.json, with their reason and our answer.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compare, played } from "../web/compare.mjs";

const read = (name) => JSON.parse(fs.readFileSync(new URL(name, import.meta.url), "utf8"));
const worker = path.dirname(fileURLToPath(import.meta.url));
compare(played(path.resolve(process.argv[2]), '{"kv proto', worker), read("recorded.json"), read("differences.json"));

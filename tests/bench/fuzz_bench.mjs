// How many runs a second a campaign of `dormouse fuzz` plays in one process, of a room of 20 KB and of a bundle of 200 KB:
//   fuzz_bench.mjs DORMOUSE [RUNS]     run by the pinned Node, from anywhere
// Runs a second of the clock, and of processor time, which a busy machine spoils less; the program's start, its bundler
// and the supervisor are in both, what shrinking plays is not (the room has no mistake).
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, runs = "2000"] = process.argv.slice(2);
const dormouse = path.resolve(program);
const room = path.join(path.dirname(fileURLToPath(import.meta.url)), "fuzz");

/** One kind of message: a class with a table, a constructor that runs when the module is loaded, and branches that some messages take. */
const codec = (k) => `
const LIMITS_${k} = new Map([["text", ${200 + k}], ["name", 40], ["kind", 20]]);
const WORDS_${k} = ["alpha${k}", "beta${k}", "gamma${k}", "delta${k}"].map((word, i) => ({ word, weight: (i * ${k + 3}) % 7 }));
class Codec${k} {
  constructor() {
    this.fields = ["name", "text", "at"];
    this.weights = Object.fromEntries(WORDS_${k}.map(({ word, weight }) => [word, weight]));
    this.used = 0;
  }
  encode(value) {
    this.used += 1;
    const parts = [];
    for (const field of this.fields) {
      const item = value[field];
      if (item === undefined || item === null) continue;
      if (typeof item === "number") parts.push([field, "n", String(item)]);
      else if (typeof item === "boolean") parts.push([field, "b", item ? "1" : "0"]);
      else parts.push([field, "s", item.length > 100 ? item.slice(0, 100) : item]);
    }
    return JSON.stringify({ version: ${1 + (k % 3)}, parts });
  }
  decode(text) {
    const { version, parts } = JSON.parse(text);
    if (version !== ${1 + (k % 3)}) throw new TypeError("version " + version + " of message kind ${k}");
    const value = {};
    for (const [field, type, item] of parts) {
      switch (type) {
        case "n":
          value[field] = Number(item);
          break;
        case "b":
          value[field] = item === "1";
          break;
        default:
          value[field] = item;
      }
    }
    return value;
  }
  check(value) {
    const problems = [];
    for (const [field, most] of LIMITS_${k}) {
      const item = value[field];
      if (typeof item === "string" && item.length > most) problems.push(field + " is longer than " + most);
    }
    if (value.text?.includes("${"$"}{") && !value.name) problems.push("no templates, please");
    for (const word of (value.text ?? "").split(" ")) if (this.weights[word] > 5) problems.push(word + " weighs too much");
    return problems;
  }
}
register("note${k}", new Codec${k}());
`;

/** A project with as many of them as make its sources so large, in files of ten. */
function project(folder, bytes) {
  fs.cpSync(room, folder, { recursive: true });
  let size = fs.statSync(path.join(folder, "worker.js")).size;
  const files = [];
  for (let k = 0; size < bytes; k++) {
    if (k % 10 === 0) files.push('import { register } from "./registry.js";\n');
    const text = codec(k);
    files[files.length - 1] += text;
    size += text.length;
  }
  files.forEach((text, i) => fs.writeFileSync(path.join(folder, `codecs${i}.js`), text));
  fs.writeFileSync(path.join(folder, "registry.js"), "const all = new Map();\nexport const register = (kind, codec) => all.set(kind, codec);\nexport const codecFor = (kind) => all.get(kind) ?? all.values().next().value;\nexport const kinds = () => [...all.keys()];\n");
  fs.writeFileSync(path.join(folder, "codecs.js"), `${files.map((_, i) => `import "./codecs${i}.js";\n`).join("")}export { codecFor, kinds } from "./registry.js";\n`);
}

function measure(name, bytes, strategy, times) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "fuzz-bench-"));
  project(work, bytes);
  const cache = { ...process.env, XDG_CACHE_HOME: path.join(work, "cache"), TIMEFORMAT: "%R %U %S" };
  const bundled = spawnSync(dormouse, ["run", path.join(work, "fuzz.yaml"), "--quiet"], { env: cache, encoding: "utf8" });
  if (bundled.status !== 0) throw new Error(bundled.stderr);
  const asked = ["fuzz", path.join(work, "fuzz.yaml"), "--json", "-j1", "--runs", `${times}`, "--time", "1h", "--seed", "1", "--strategy", strategy, "--fresh", "--out", path.join(work, "bugs"), "--corpus", path.join(work, "corpus")];
  const { stdout, stderr } = spawnSync("bash", ["-c", 'time "$@"', "bash", dormouse, ...asked], { env: cache, encoding: "utf8" });
  const said = JSON.parse(stdout);
  if (said.findings.length > 0) throw new Error(`${name}: ${said.findings[0].identity}`);
  const [wall, user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  fs.rmSync(work, { recursive: true });
  console.log(`${name.padEnd(8)}${strategy.padEnd(10)}${(said.runs / wall).toFixed(0).padStart(6)} runs a second, ` +
    `${(said.runs / (user + system)).toFixed(0).padStart(4)} of processor time; ${(said.events / said.runs).toFixed(0)} events each, ` +
    `${said.steps} of which reach rooms; ${said.blocksReached} of ${said.blocks} blocks`);
}

for (const strategy of ["coverage", "portfolio"]) {
  measure("20 KB", 20_000, strategy, Number(runs));
  measure("200 KB", 200_000, strategy, Math.ceil(Number(runs) / 2));
}

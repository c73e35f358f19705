// Measures the bound of probabilistic concurrency testing: rooms with a bug of depth d planted among n clients and k
// events are fuzzed with orders of that depth, and the share of orders that find it is held against 1 / (n k^(d-1)):
// pct.mjs DORMOUSE [ORDERS [SEED]]. Exit code 1: an upper bound at 95 % lies below it, or a room is not as planted.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, orders = "10000", seed = "1"] = process.argv.slice(2);
const folder = path.dirname(fileURLToPath(import.meta.url));
const work = fs.mkdtempSync(path.join(os.tmpdir(), "pct-"));
const columns = [3, 4, 3, 8, 8, 10, 22, 10];
const row = (cells) => cells.map((cell, i) => `${cell}`.padStart(columns[i])).join("");
console.log(row(["n", "k", "d", "orders", "found", "rate", "at 95 %", "bound"]));
let failed = 0;
for (const depth of [1, 2, 3]) {
  // Eight orders under each weather, and some runs to shrink what was found.
  const runs = Math.ceil(Number(orders) * 9 / 8) + 200;
  const { stdout, stderr } = spawnSync(path.resolve(program), ["fuzz", path.join(folder, `depth-${depth}`, "scenario.yaml"), "--strategy", "pct", "--depth", `${depth}`, "--runs", `${runs}`, "--time", "1h", "--seed", seed, "--fresh", "--json", "--out", work, "--corpus", work], { encoding: "utf8" });
  if (!stdout) throw new Error(stderr);
  const { threads: n, steps: k, strategies: { pct } } = JSON.parse(stdout);
  const bound = 1 / (n * k ** (depth - 1));
  if (n !== 3 || k !== 20 || pct.failsAtMost < bound || pct.runs < Number(orders)) failed = 1;
  console.log(row([n, k, depth, pct.runs, pct.failed, (pct.failed / pct.runs).toFixed(5), `${pct.failsAtLeast.toFixed(5)} to ${pct.failsAtMost.toFixed(5)}`, bound.toFixed(5)]));
}
fs.rmSync(work, { recursive: true });
process.exitCode = failed;

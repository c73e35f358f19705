// Each strategy alone on every broken room: strategies.mjs DORMOUSE [RUNS]. Prints a table (docs/fuzzing.md has one): found
// among the broken rooms, in which run in the median and at the latest, and how many fixed rooms were blamed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, runs = "100"] = process.argv.slice(2);
const folder = path.dirname(fileURLToPath(import.meta.url));
const work = fs.mkdtempSync(path.join(os.tmpdir(), "strategies-"));
const bugs = fs.readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name).sort();

function findings(bug, room, strategy) {
  const scenario = path.join(work, `${bug}-${room}.yaml`);
  const text = fs.readFileSync(path.join(folder, bug, "scenario.yaml"), "utf8");
  fs.writeFileSync(scenario, text.replace(/^worker: broken\.js/m, `worker: ${path.join(folder, bug, `${room}.js`)}`).replace(/(script|check): /g, `$&${path.join(folder, bug)}/`));
  const { stdout, stderr } = spawnSync(path.resolve(program), ["fuzz", scenario, "--json", "--runs", runs, "-j1", "--seed", "1000", "--fresh", "--strategy", strategy, "--out", path.join(work, "bugs", strategy, bug), "--corpus", path.join(work, "corpus")], { encoding: "utf8" });
  if (!stdout) throw new Error(`${bug}: ${stderr}`);
  return JSON.parse(stdout).findings;
}

console.log(`| strategy | found, of ${bugs.length} | median run | latest | missed | blamed |\n|---|---|---|---|---|---|`);
for (const strategy of ["uniform", "swarm", "sweep", "pct", "coverage", "portfolio"]) {
  const first = [], missed = [], blamed = [];
  for (const bug of bugs) {
    const found = findings(bug, "broken", strategy).map(({ run }) => run);
    if (found.length > 0) first.push(Math.min(...found));
    else missed.push(bug);
    if (findings(bug, "fixed", strategy).length > 0) blamed.push(bug);
  }
  first.sort((a, b) => a - b);
  console.log(`| \`${strategy}\` | ${first.length} | ${first[Math.floor(first.length / 2)]} | ${first.at(-1)} | ${missed.join(", ")} | ${blamed.join(", ")} |`);
}
fs.rmSync(work, { recursive: true });

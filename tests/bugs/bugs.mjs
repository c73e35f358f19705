// Fuzzes every room of tests/bugs, the broken and the fixed one, and prints what was found, when, and by what:
// bugs.mjs DORMOUSE [SECONDS [NAME...]]. One process at a time, from seeds of its own. Exit code 1: something was missed,
// or a fixed room was blamed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, seconds = "10", ...names] = process.argv.slice(2);
const dormouse = path.resolve(program);
const folder = path.dirname(fileURLToPath(import.meta.url));
const work = fs.mkdtempSync(path.join(os.tmpdir(), "bugs-"));

function fuzz(bug, room, ...more) {
  const scenario = path.join(work, `${bug}-${room}.yaml`);
  const text = fs.readFileSync(path.join(folder, bug, "scenario.yaml"), "utf8");
  fs.writeFileSync(scenario, text.replace(/^worker: broken\.js/m, `worker: ${path.join(folder, bug, `${room}.js`)}`).replace(/(script|check): /g, `$&${path.join(folder, bug)}/`));
  const seed = `${1 + Math.floor(Math.random() * 1e9)}`;
  const { stdout, stderr } = spawnSync(dormouse, ["fuzz", scenario, "--json", "--time", `${seconds}s`, "-j1", "--seed", seed, "--out", path.join(work, bug), "--corpus", path.join(work, "corpus"), "--fresh", ...more], { encoding: "utf8" });
  if (!stdout) throw new Error(`${bug}: ${stderr}`);
  return { seed, ...JSON.parse(stdout) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bugs = fs.readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory() && (names.length === 0 || names.includes(one.name))).map((one) => one.name).sort();
const times = [], sizes = [], speeds = [];
let missed = 0, blamed = 0, unasked = 0;
console.log(`${"bug".padEnd(34)}${"found by".padEnd(34)}${"after".padStart(8)}${"events".padStart(8)}  unaided  fixed`);
for (const bug of bugs) {
  const broken = fuzz(bug, "broken");
  const fixed = fuzz(bug, "fixed");
  const unaided = fuzz(bug, "broken", "--no-expectations").findings.length > 0;
  const first = broken.findings.toSorted((a, b) => a.seconds - b.seconds)[0];
  speeds.push(fixed.runs / Number(seconds));
  if (first) {
    times.push(first.seconds);
    sizes.push(first.events);
  } else missed++;
  if (unaided) unasked++;
  blamed += fixed.findings.length;
  const verdict = fixed.findings.length === 0 ? `clean, ${fixed.runs} runs` : `BLAMED by ${fixed.findings[0].oracle}, seed ${fixed.seed}`;
  console.log(`${bug.padEnd(34)}${(first?.oracle ?? `MISSED, seed ${broken.seed}`).slice(0, 32).padEnd(34)}${(first ? `${first.seconds.toFixed(1)} s` : "").padStart(8)}${(first ? `${first.events}` : "").padStart(8)}  ${unaided ? "yes" : "no "}      ${verdict}`);
}
console.log(`${bugs.length - missed} of ${bugs.length} found, ${unasked} without its expectations; after ${median(times)?.toFixed(1)} s in the median, ${Math.max(...times).toFixed(1)} s at most; ${median(sizes)} events in the median`);
console.log(`${blamed} false alarms; ${Math.round(median(speeds))} runs a second`);
fs.rmSync(work, { recursive: true });
process.exitCode = missed + blamed === 0 ? 0 : 1;

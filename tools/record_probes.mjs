#!/usr/bin/env node
// Plays conformance probes on the production runtime and shows what changed against their recordings.
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { playProbe } from "./workerd/probe.mjs";
import { installed } from "./workerd/runtime.mjs";
import { difference, written } from "./workerd/transcript.mjs";

const USAGE = `usage: tools/record_probes.mjs [OPTIONS] [NAMES]
Names: ws-echo, 'ws-*', kv-clone@2025-01-01; none: all. Writes nothing unless asked to.
  --write        write the recordings that changed, and those that lack
  --repeat N     play each N times, and tell entries that change from run to run from those that changed (1)
  --jobs N       runtimes at a time (4)
  --date DATE    (with names) record under another compatibility date, into recorded-DATE/
  --folder DIR   with probes/ and recorded/ (tests/conformance)
Exit codes: 0 all as recorded, 1 something changed, 2 bad input.`;

function options() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    write: { type: "boolean" }, repeat: { type: "string", default: "1" }, jobs: { type: "string", default: "4" },
    date: { type: "string" }, help: { type: "boolean" },
    folder: { type: "string", default: path.join(path.dirname(fileURLToPath(import.meta.url)), "../tests/conformance") } } });
  if (values.help) { console.log(USAGE); process.exit(0); }
  const whole = (text, name) => {
    if (!/^[1-9][0-9]?$/.test(text)) throw new Error(`--${name} ${text}: a number from 1 to 99`);
    return Number(text);
  };
  return { ...values, repeat: whole(values.repeat, "repeat"), jobs: whole(values.jobs, "jobs"), names: positionals };
}

/** {name, probe, date (undefined: the probe's own), file}: one for each recording, and for each probe without one. */
function allCases(folder) {
  const probes = readdirSync(path.join(folder, "probes")).sort();
  const cases = probes.map((probe) => ({ name: probe, probe, file: path.join(folder, "recorded", `${probe}.json`) }));
  for (const recordings of readdirSync(folder).filter((name) => name.startsWith("recorded-")).sort()) {
    const date = recordings.slice("recorded-".length);
    for (const file of readdirSync(path.join(folder, recordings)).filter((name) => name.endsWith(".json")).sort()) {
      const probe = path.basename(file, ".json");
      if (probes.includes(probe)) cases.push({ name: `${probe}@${date}`, probe, date, file: path.join(folder, recordings, file) });
    }
  }
  return cases;
}

function chosen({ folder, names, date }) {
  let cases = allCases(folder);
  if (date !== undefined) {
    if (names.length === 0) throw new Error("--date needs the names of probes");
    cases = cases.filter((one) => one.date === undefined).map((one) => ({ ...one, name: `${one.probe}@${date}`, date,
      file: path.join(folder, `recorded-${date}`, `${one.probe}.json`) }));
  }
  if (names.length === 0) return cases;
  const fits = (text, pattern) => pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
  for (const name of names)
    if (!cases.some((one) => fits(one.name, name) || fits(one.probe, name))) throw new Error(`no probe "${name}"`);
  return cases.filter((one) => names.some((name) => fits(one.name, name) || fits(one.probe, name)));
}

async function lengthOf(folder, { probe }) {
  const { steps } = JSON.parse(await readFile(path.join(folder, "probes", probe, "steps.json"), "utf8"));
  return steps.reduce((sum, step) => sum + (step.op === "sleep" ? step.ms : 50), 0);
}

/** Plays one case; says how it compares with its recording. */
async function record({ folder, repeat, write }, { probe, date, file }) {
  const runs = [];
  for (let i = 0; i < repeat; ++i) runs.push(await playProbe(path.join(folder, "probes", probe), date));
  const unsteady = runs.slice(1).flatMap((run) => difference(runs[0], run));
  if (unsteady.length > 0) return { word: "UNSTEADY", lines: unsteady };
  if (!existsSync(file)) {
    if (write) await save(file, runs[0]);
    return { word: write ? "recorded" : "NEW", lines: [] };
  }
  const lines = difference(JSON.parse(await readFile(file, "utf8")), runs[0]);
  if (lines.length === 0) return { word: "same", lines };
  if (write) await save(file, runs[0]);
  return { word: write ? "recorded" : "CHANGED", lines };
}

async function save(file, transcript) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, written(transcript));
}

async function main() {
  const asked = options();
  const { version } = await installed();
  const cases = chosen(asked);
  const lengths = await Promise.all(cases.map((one) => lengthOf(asked.folder, one)));
  const longestFirst = cases.map((one, i) => [lengths[i], one]).sort((a, b) => b[0] - a[0]).map(([, one]) => one);
  const counts = {};
  console.log(`workerd ${version}: ${cases.length} probes`);
  const lane = async () => {
    for (let one; (one = longestFirst.shift()); ) {
      const { word, lines } = await record(asked, one).catch((error) => ({ word: "FAILED", lines: [error.message] }));
      counts[word] = (counts[word] ?? 0) + 1;
      console.log([`${word.padEnd(9)}${one.name}`, ...lines.map((line) => `    ${line}`)].join("\n"));
    }
  };
  await Promise.all(Array.from({ length: asked.jobs }, lane));
  console.log(Object.keys(counts).sort().map((word) => `${counts[word]} ${word.toLowerCase()}`).join(", "));
  process.exitCode = (counts.same ?? 0) + (counts.recorded ?? 0) === cases.length ? 0 : 1;
}

main().catch((error) => {
  console.error(`record_probes: ${error.message}`);
  process.exitCode = 2;
});

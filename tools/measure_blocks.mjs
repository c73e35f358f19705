#!/usr/bin/env node
// Fits what models/room/blocks.h and host_blocks.cpp say of CPU time: how long the production runtime (npm workerd, local)
// takes for the work of tools/workerd/blocks_worker.js, and how many blocks, light and heavy nodes of it run. Prints both, and the
// factors with which they agree best (least squares of the relative error, none of them negative).
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { instrument } from "../models/worker/instrument.mjs";
import { installed, prepare } from "./workerd/runtime.mjs";

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), "workerd/blocks_worker.js");

/** Per call of each function: blocks entered, light and heavy nodes in them. */
async function counted() {
  const { code, map } = await transform(await readFile(WORKER, "utf8"), { sourcemap: "external", sourcefile: "worker.js", format: "esm" });
  const made = instrument(code, map);
  const folder = await mkdtemp(path.join(os.tmpdir(), "dormouse-blocks-"));
  const blocks = 'data:text/javascript,export const counts=new Int32Array(1e4),over=()=>{},at=(n,v)=>v';
  const file = path.join(folder, "worker.mjs");
  await writeFile(file, made.code.replace('"dormouse:blocks"', JSON.stringify(blocks)));
  const [{ work }, { counts }] = [await import(pathToFileURL(file)), await import(blocks)];
  await rm(folder, { recursive: true });
  const rows = {};
  for (const name of Object.keys(work)) {
    counts.fill(0);
    work[name]();
    rows[name] = [0, 0, 0];
    made.blocks.forEach(([, , , , light, heavy], k) => {
      rows[name][0] += counts[k];
      rows[name][1] += counts[k] * light;
      rows[name][2] += counts[k] * heavy;
    });
  }
  return rows;
}

/** Nanoseconds a call, the median of seven runs of some 200 ms each. */
async function timed(names) {
  const runtime = await prepare({ worker: WORKER, date: "2026-08-01" });
  await runtime.start();
  const run = async (name, times) => {
    const answer = await fetch(`http://127.0.0.1:${runtime.port}/room?run=${name},${times}`);
    return (await answer.json()).ms;
  };
  const result = {};
  for (const name of names) {
    let times = 64;
    while ((await run(name, times)) < 150) times *= 2;
    const all = [];
    for (let i = 0; i < 7; i++) all.push(((await run(name, times)) * 1e6) / times);
    result[name] = all.sort((a, b) => a - b)[3];
  }
  await runtime.stop();
  await runtime.remove();
  return result;
}

function fit(rows, times) {
  const names = Object.keys(rows);
  const error = (factors) =>
    names.reduce((sum, name) => sum + Math.log(rows[name].reduce((all, n, i) => all + n * factors[i], 0) / times[name]) ** 2, 0);
  let best = [1, 1, 1];
  for (let step = 4; step > 1.001; step = 1 + (step - 1) * 0.9)
    for (let i = 0; i < 3; i++)
      for (const factor of [step, 1 / step]) {
        const tried = best.with(i, Math.max(best[i] * factor, 1e-3));
        if (error(tried) < error(best)) best = tried;
      }
  return best;
}

const { version } = await installed();
const rows = await counted();
const times = await timed(Object.keys(rows));
const factors = fit(rows, times);
console.log(`workerd ${version}, ${os.cpus()[0].model}\nwork        ns measured   ns fitted   blocks     light     heavy`);
for (const [name, row] of Object.entries(rows)) {
  const fitted = row.reduce((all, n, i) => all + n * factors[i], 0);
  console.log(name.padEnd(10), ...[times[name], fitted, ...row].map((n) => Math.round(n).toString().padStart(10)));
}
console.log(`a block ${factors[0].toFixed(2)} ns, a light node ${factors[1].toFixed(2)} ns, a heavy node ${factors[2].toFixed(2)} ns`);
process.exit(0);

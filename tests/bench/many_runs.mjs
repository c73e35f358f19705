// How many short runs a second one worker plays, counters of blocks on, start of the process included:
//   many_runs.mjs DORMOUSE SCENARIO [RUNS] [--compare]     run by the pinned Node, from anywhere
// --compare: each of them is also run in a process of its own, and must have the same fingerprint.
// It asks the worker beside DORMOUSE as the program itself would; the bundle is taken from a cache of its own.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import { dirname, join, resolve } from "node:path";

const [dormouse, scenario, runs = "600", compare] = process.argv.slice(2);
const build = dirname(resolve(dormouse));
const cache = mkdtempSync(join(os.tmpdir(), "dormouse-bench-"));
execFileSync(dormouse, ["run", scenario, "--quiet"], { env: { ...process.env, XDG_CACHE_HOME: cache }, stdio: "inherit" });
const [kept] = readdirSync(join(cache, "dormouse"));
const { code, map, blocks, sites } = JSON.parse(readFileSync(join(cache, "dormouse", kept), "utf8"));
rmSync(cache, { recursive: true });
const addon = join(build, "dormouse_worker.node");
const request = { do: "many runs", scenario: resolve(scenario), seed: 1, runs: Number(runs), snapshot: join(build, "dormouse.snapshot"),
  bundles: [[{ code, map, blocks, sites }]] };
const flags = ["--single-threaded", "--predictable", "--random-seed=1", "--hash-seed=1", "--wasm-max-mem-pages=2048"];
const began = process.hrtime.bigint();
const { output } = spawnSync(process.execPath, [...flags, "--require", addon, addon], {
  input: JSON.stringify(request), env: { ...process.env, TZ: "UTC", LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8" },
  stdio: ["pipe", "inherit", "inherit", "pipe"], maxBuffer: 1 << 24,
});
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
const end = JSON.parse(output[3].subarray(8).toString());
console.log(`${(end.runs / seconds).toFixed(0)} runs a second of ${(end.events / end.runs).toFixed(0)} events each, ` +
  `module of ${(code.length / 1024).toFixed(0)} KB, ${end.blocksReached} of ${end.blocks} blocks entered`);
if (compare === "--compare")
  end.fingerprints.forEach((together, i) => {
    const alone = JSON.parse(execFileSync(dormouse, ["run", scenario, "--seed", `${1 + i}`, "--json"])).fingerprint;
    if (alone !== together) throw new Error(`seed ${1 + i}: ${together} among others, ${alone} alone`);
  });

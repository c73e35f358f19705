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
const request = { do: "runs", scenario: resolve(scenario), snapshot: join(build, "dormouse.snapshot"), lines: true,
  runs: Array.from({ length: Number(runs) }, (_, i) => ({ seed: 1 + i, replication: 0 })),
  bundles: [[{ code, map, blocks, sites }]] };
const flags = ["--single-threaded", "--predictable", "--random-seed=1", "--hash-seed=1", "--wasm-max-mem-pages=2048"];
const began = process.hrtime.bigint();
const { output } = spawnSync(process.execPath, [...flags, "--require", addon, addon], {
  input: JSON.stringify(request), env: { ...process.env, TZ: "UTC", LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8" },
  stdio: ["pipe", "inherit", "inherit", "pipe"], maxBuffer: 1 << 30,
});
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
/** The ends of the runs among the frames: a type and a length of four bytes each, then so many bytes. */
function* ends(frames) {
  const END = 2;
  for (let at = 0; at < frames.length; at += 8 + frames.readUInt32LE(at + 4))
    if (frames.readUInt32LE(at) === END) yield JSON.parse(frames.subarray(at + 8, at + 8 + frames.readUInt32LE(at + 4)));
}
const played = [...ends(output[3])];
if (played.length !== Number(runs)) throw new Error(`${played.length} of ${runs} runs have an end`);
const events = played.reduce((sum, end) => sum + end.events, 0);
const entered = new Set(played.flatMap((end) => end.lines[0][0].entered.flatMap((times, block) => (times > 0 ? [block] : []))));
console.log(`${(played.length / seconds).toFixed(0)} runs a second of ${(events / played.length).toFixed(0)} events each, ` +
  `module of ${(code.length / 1024).toFixed(0)} KB, ${entered.size} of ${blocks.length} blocks entered`);
if (compare === "--compare")
  played.forEach(({ fingerprint: together }, i) => {
    const alone = JSON.parse(execFileSync(dormouse, ["run", scenario, "--seed", `${1 + i}`, "--json"])).fingerprint;
    if (alone !== together) throw new Error(`seed ${1 + i}: ${together} among others, ${alone} alone`);
  });

// Every question of worker.js has the answer that the vendor's local runtime gave: check.mjs DORMOUSE. Known differences
// are in differences.json, with their reason and our answer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const dormouse = path.resolve(process.argv[2]);
const read = (name) => JSON.parse(fs.readFileSync(new URL(name, import.meta.url), "utf8"));
const recorded = read("recorded.json");
const differences = read("differences.json");

function answersOf(dormouse) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "binding-cases-"));
  const worker = path.dirname(fileURLToPath(import.meta.url));
  fs.writeFileSync(path.join(folder, "s.yaml"), `worker: ${worker}\nduration: 1min\nclients: [{name: one, does: [{request: /}]}]\n`);
  try {
    execFileSync(dormouse, ["run", "s.yaml", "--quiet", "--trace", "t.jsonl"], { cwd: folder, stdio: "inherit", env: { ...process.env, XDG_CACHE_HOME: folder } });
    const lines = fs.readFileSync(path.join(folder, "t.jsonl"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    return JSON.parse(lines.flatMap((line) => Object.values(line)).find((value) => `${value}`.startsWith('{"kv proto')));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const answers = answersOf(dormouse);
assert.deepEqual(Object.keys(answers).sort(), Object.keys(recorded).sort());
const wrong = [];
const equal = (a, b) => {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
};
for (const name of Object.keys(differences)) if (!(name in recorded)) wrong.push(`${name}: no such case`);
for (const [name, answer] of Object.entries(answers)) {
  const known = differences[name];
  if (known && equal(answer, recorded[name])) wrong.push(`${name}: the difference is gone, remove it from differences.json`);
  if (!equal(answer, known ? known.answer : recorded[name])) wrong.push(`${name}\n  recorded ${JSON.stringify(recorded[name])}\n  played   ${JSON.stringify(answer)}`);
}
console.log(wrong.length === 0 ? `${Object.keys(recorded).length} answers, ${Object.keys(differences).length} known differences` : wrong.join("\n"));
process.exitCode = wrong.length === 0 ? 0 : 1;

// Played answers beside recorded ones, with the known differences ({name: {answer, reason}}) taken into account.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const equal = (a, b) => {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
};

/// The answers that a Worker sends to one request of /, in a folder that write(name, text) fills; first: how they begin.
export function played(dormouse, first, worker, write = () => {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "answers-"));
  const put = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  write(put);
  put("s.yaml", `worker: ${worker}\nduration: 1min\nclients: [{name: one, does: [{request: /}]}]\n`);
  try {
    execFileSync(dormouse, ["run", "s.yaml", "--quiet", "--trace", "t.jsonl"], { cwd: folder, stdio: "inherit", env: { ...process.env, XDG_CACHE_HOME: folder } });
    const lines = fs.readFileSync(path.join(folder, "t.jsonl"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    return JSON.parse(lines.flatMap((line) => Object.values(line)).find((value) => `${value}`.startsWith(first)));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/// Prints what is wrong and sets the exit code.
export function compare(answers, recorded, differences) {
  assert.deepEqual(Object.keys(answers).sort(), Object.keys(recorded).sort());
  const wrong = [];
  for (const name of Object.keys(differences)) if (!(name in recorded)) wrong.push(`${name}: no such case`);
  for (const [name, answer] of Object.entries(answers)) {
    const known = differences[name];
    if (known && equal(answer, recorded[name])) wrong.push(`${name}: the difference is gone, remove it from differences.json`);
    if (!equal(answer, known ? known.answer : recorded[name])) wrong.push(`${name}\n  recorded ${JSON.stringify(recorded[name])}\n  played   ${JSON.stringify(answer)}`);
  }
  console.log(wrong.length === 0 ? `${Object.keys(recorded).length} answers, ${Object.keys(differences).length} known differences` : wrong.join("\n"));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

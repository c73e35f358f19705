// Every question of cases.mjs has the answer that the real runtime gave.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { cases } from "./cases.mjs";
import { fixtures } from "./fixtures.mjs";
import { ask, show } from "./show.mjs";

const recorded = JSON.parse(fs.readFileSync(new URL("recorded.json", import.meta.url), "utf8"));
const differences = JSON.parse(fs.readFileSync(new URL("differences.json", import.meta.url), "utf8"));
const build = process.env.DORMOUSE_BUILD ?? fileURLToPath(new URL("../../build/release", import.meta.url));

/// All answers of our web types, from the engine that runs the users' code (cases_main_v8.cpp).
function answered() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "web-cases-"));
  const [questions, answers] = ["questions.json", "answers.json"].map((name) => path.join(folder, name));
  const sources = Object.fromEntries(Object.entries(cases).map(([name, question]) => [name, `${question}`]));
  fs.writeFileSync(questions, JSON.stringify({ preamble: `${show}\n${ask}\n${fixtures}`, cases: sources }));
  const program = path.join(build, "web_cases.node");
  const flags = ["--single-threaded", "--predictable", "--random-seed=1", "--hash-seed=1"];
  execFileSync(process.execPath, [...flags, "--require", program, program, path.join(build, "web_cases.snapshot"),
    questions, answers], { stdio: "inherit" });
  const said = JSON.parse(fs.readFileSync(answers, "utf8"));
  fs.rmSync(folder, { recursive: true });
  return said;
}
const answers = answered();

test("every recorded case is still asked, and every difference is of a case", () => {
  assert.deepEqual(Object.keys(recorded).sort(), Object.keys(cases).sort());
  for (const name of Object.keys(differences)) assert.ok(name in cases, name);
});

for (const name of Object.keys(cases)) {
  const known = differences[name];
  const title = known ? `${name}: differs from the runtime, ${known.why}` : `${name}: as in the runtime`;
  test(title, () => {
    if (known) {
      assert.notDeepEqual(recorded[name], known.answer, "the difference is gone: remove it from differences.json");
      assert.deepEqual(answers[name], known.answer);
    } else {
      assert.deepEqual(answers[name], recorded[name]);
    }
  });
}

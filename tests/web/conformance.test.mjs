// Every question of cases.mjs has the answer that the real runtime gave.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { cases } from "./cases.mjs";
import { ask, show } from "./show.mjs";
import { sealed } from "./sealed.mjs";

const recorded = JSON.parse(fs.readFileSync(new URL("recorded.json", import.meta.url), "utf8"));
const differences = JSON.parse(fs.readFileSync(new URL("differences.json", import.meta.url), "utf8"));
const plain = (value) => JSON.parse(JSON.stringify(value));

test("every recorded case is still asked, and every difference is of a case", () => {
  assert.deepEqual(Object.keys(recorded).sort(), Object.keys(cases).sort());
  for (const name of Object.keys(differences)) assert.ok(name in cases, name);
});

for (const [name, question] of Object.entries(cases)) {
  const known = differences[name];
  const title = known ? `${name}: differs from the runtime, ${known.why}` : `${name}: as in the runtime`;
  test(title, async () => {
    const { run } = await sealed();
    const answer = plain(await run(`${show}\n${ask}\nask(${question})`));
    if (known) {
      assert.notDeepEqual(recorded[name], known.answer, "the difference is gone: remove it from differences.json");
      assert.deepEqual(answer, known.answer);
    } else {
      assert.deepEqual(answer, recorded[name]);
    }
  });
}

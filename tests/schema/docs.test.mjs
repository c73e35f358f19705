// Every YAML in the documentation is what both readers of scenarios take it for, and the page has every key.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { writeProject } from "./project.mjs";
import { fragmentSays, loaderSays, schema, yamlOf } from "./schema.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const above = mkdtempSync(path.join(tmpdir(), "dormouse-docs-"));
const folder = path.join(above, "scenarios");
after(() => rmSync(above, { recursive: true }));

/** Files that the blocks name. */
const FILES = {
  "common.yaml": "learn: nothing",
  "visits.csv": "at,room\n1,lobby\n",
  "sent.csv": "client,at,text\nann,1,hi\n",
  "history.csv": "id,text\n1,hi\n",
  "writer.ts": "",
  "chatter.ts": "",
  "checks.ts": "",
};

const pages = ["README.md", ...readdirSync(path.join(root, "docs"), { recursive: true }).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"));
const blocks = pages.flatMap((page) =>
  [...readFileSync(path.join(root, page), "utf8").matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text], i) => ({ page, i, text })))
  .filter(({ text }) => !/^jobs:/m.test(text));  // a workflow is no scenario

const group = (one) => ({ name: "phone", ...(one.script ? {} : { does: one.arrive?.messages ? ["connect", "replay"] : ["connect"] }), ...one });

/** What a block may be part of: a scenario, or a list or file that it refers to. */
function* readings(parsed) {
  if (!Array.isArray(parsed)) {
    yield parsed;
    yield { network: { topology: parsed } };
    yield { clients: [group(parsed)] };
    return;
  }
  yield { faults: parsed };
  yield { expect: parsed };
  yield { upstreams: parsed };
  yield { clients: [{ name: "phone", does: ["connect", ...parsed] }] };
  yield { clients: parsed.map((one, i) => group({ name: `phone-${i}`, ...one })) };
}

/** With what a whole scenario needs, if the block does not say it. */
function whole(value) {
  const worker = value.native === undefined ? { worker: "../rooms" } : {};
  const network = value.clients && !value.network ? { network: { profiles: { mobile: {} } } } : {};
  return { duration: "60d", ...value, ...worker, ...network, ...(value.workers && { workers: ["../other"] }) };
}

test("every YAML block is part of a scenario, or a whole one, to the schema and to the loader", () => {
  assert.ok(blocks.length >= 8);
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  for (const name of ["rooms", "rooms-v2", "other"]) writeProject(path.join(above, name), name);
  const files = blocks.map(({ page, i, text }, n) => {
    const parsed = yamlOf(text);
    const said = [];
    for (const value of readings(parsed)) {
      said.push(fragmentSays(value));
      if (said.at(-1) !== "") continue;
      const file = path.join(folder, `${n}.yaml`);
      writeFileSync(file, JSON.stringify(whole(value)));
      return file;
    }
    assert.fail(`${page}, block ${i + 1} is no part of a scenario:\n${text}\n${said.join("\n")}`);
  });
  const failed = loaderSays(files).flatMap((said, n) => (said === "" ? [] : [`${blocks[n].page}, block ${blocks[n].i + 1}: ${said}`]));
  assert.deepEqual(failed, []);
});

test("docs/scenarios.md lists every key, as the tables have it", () => {
  const page = readFileSync(path.join(root, "docs/scenarios.md"), "utf8");
  const listed = page.split("<!-- keys: make keys -->\n")[1];
  assert.equal(listed, execFileSync(process.env.DORMOUSE, ["schema", "--keys"], { encoding: "utf8" }), "run make keys");
  for (const map of [schema, ...Object.values(schema.$defs)])
    for (const key of Object.keys(map.properties ?? {})) assert.ok(listed.includes(`\`${key}\``), key);
});

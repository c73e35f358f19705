// The table of what is supported: complete, without doubles, and what the documentation says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compatibility, groups, rowOf } from "../../models/worker/survey/table.mjs";
import { platformPage } from "../../tools/platform_page.mjs";

const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const rows = groups.flatMap((group) => group.rows);
const STATUSES = ["supported", "approximated", "missing", "absent"];

test("every API that public room applications touch is classified", () => {
  const names = read("tests/survey/apis_of_rooms.txt").trim().split("\n");
  assert.ok(names.length > 200);
  assert.deepEqual(names.filter((name) => !STATUSES.includes(rowOf(name)?.is)), []);
});

test("a name that nobody knows is not classified", () => {
  for (const name of ["storage.frobnicate()", "new Frobnicator", "frobnicate", "ctx.frob"]) assert.equal(rowOf(name), undefined, name);
});

test("names, families and members are found", () => {
  assert.equal(rowOf("storage.get()").is, "supported");
  assert.equal(rowOf("crypto.getRandomValues.bind").api, "crypto.getRandomValues");
  assert.equal(rowOf("import node:fs/promises").api, "import node:*");
  assert.equal(rowOf("import node:crypto").is, "supported");
  assert.equal(rowOf("import cloudflare:workers {env,WorkflowEntrypoint}").is, "missing");
  assert.equal(rowOf("import cloudflare:workers {DurableObject,env}").is, "supported");
  assert.equal(rowOf("new HTMLRewriter").is, "missing");
});

test("no name is there twice, and each has a status", () => {
  const seen = new Set();
  for (const { api, is } of rows) {
    assert.ok(!seen.has(api), `${api} is there twice`);
    assert.ok(STATUSES.includes(is), `${api}: ${is}`);
    seen.add(api);
  }
});

test("what is approximated says so in the documentation's own words", () => {
  const flat = (text) => text.replace(/\s+/g, " ");
  const docs = flat(read("docs/model.md") + read("docs/differences.md"));
  for (const { api, is, says } of rows)
    if (is === "approximated") assert.ok(docs.includes(flat(says)), `${api}: "${says}" is in neither page`);
});

test("docs/platform.md is the table's page", () => assert.equal(read("docs/platform.md"), platformPage()));

test("every kind of binding that is read has a row", () => {
  const kinds = [...read("models/worker/binding_kinds.h").matchAll(/BindingKind\{"(\w+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.length > 20);
  for (const kind of kinds) assert.ok(rowOf(`binding ${kind}`), kind);
});

test("every compatibility flag that decides something has a rule", () => {
  const sources = ["scenarios/world.cpp", "models/room/glue/compatibility.js"].map(read).join("\n");
  const found = [...sources.matchAll(/(?:by_date|enabled)\(\s*"([\d-]+)",\s*"(\w+)",\s*"(\w+)"/g)];
  assert.ok(found.length > 10);
  for (const [, since, on, off] of found) {
    const rule = compatibility.find((one) => one.on === on);
    assert.deepEqual([rule?.since, rule?.off], [since, off], on);
  }
});

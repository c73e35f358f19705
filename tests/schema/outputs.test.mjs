// What `dormouse test` writes for build servers, against the schemas that these hold such files to: SARIF 2.1.0 as
// Microsoft's SDK ships it, and of JUnit's XML the elements and attributes of Jenkins' junit-10.xsd.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import Ajv from "ajv-draft-04";

const { DORMOUSE } = process.env;
const folder = mkdtempSync(path.join(tmpdir(), "dormouse-outputs-"));
after(() => rmSync(folder, { recursive: true }));

const group = "clients: [{name: phone, count: 1, does: [{connect: /}, {send: hi}]}]";
const scenarios = {
  "holds.yaml": `native: chat\nduration: 1h\n${group}\nexpect: [no handler throws]\n`,
  "violated.yaml": `native: chat\nduration: 1h\n${group}\nexpect: [no handler throws, never received: '"<hi>" & such\\n\\0']\n`,
  "untested.yaml": `native: chat\nduration: 1h\n${group}\nexpect: [no alarm lost]\n`,
  "bad input.yaml": "native: chat\nduration: 1h\nclinets: []\n",
  "many.yaml": `native: chat\nduration: 1h\nreplications: 2\n${group}\nexpect: [never received: hi]\n`,
};
for (const [name, text] of Object.entries(scenarios)) writeFileSync(path.join(folder, name), text);

function outputs(names) {
  const done = spawnSync(DORMOUSE, ["test", ...names, "--quiet", "--junit", "a.xml", "--sarif", "a.sarif"], { cwd: folder, encoding: "utf8" });
  assert.equal(done.stderr, "");
  const read = (name) => readFileSync(path.join(folder, name), "utf8");
  return { sarif: JSON.parse(read("a.sarif")), junit: read("a.xml") };
}

const sarifSays = (() => {
  // Its patterns are not Unicode's, and it knows formats that only date and URI packages check.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, validateFormats: false });
  const validate = ajv.compile(createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
  return (log) => (validate(log) ? "" : ajv.errorsText(validate.errors));
})();

/** Element -> its attributes, those that must be there first, and what it may hold. */
const junit = {
  testsuites: { needs: [], may: ["name", "tests", "failures", "errors", "time"], holds: ["testsuite"] },
  testsuite: { needs: ["name", "tests", "failures", "errors"], may: ["skipped", "time", "file", "timestamp", "hostname", "id", "package"], holds: ["testcase"] },
  testcase: { needs: ["name"], may: ["classname", "time"], holds: ["failure", "error", "skipped"] },
  failure: { needs: [], may: ["type", "message"], holds: [] },
  error: { needs: [], may: ["type", "message"], holds: [] },
};

/** The elements of an XML text, each with its attributes and what it holds; throws if it is not well-formed. */
function elementsOf(xml) {
  const all = [];
  const open = [];
  const text = /^(?:[^<&]|&(?:lt|gt|amp|quot|#10);)*$/;
  let end = xml.indexOf("?>") + 2;
  for (const found of xml.matchAll(/<(\/?)([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
    assert.match(xml.slice(end, found.index), text);
    end = found.index + found[0].length;
    const [, closes, name, attributes, empty] = found;
    if (closes) {
      assert.equal(open.pop().name, name);
      continue;
    }
    const element = { name, within: open.at(-1)?.name, attributes: {} };
    for (const [, key, value] of attributes.matchAll(/([a-z]+)="([^"]*)"/g)) {
      assert.match(value, text);
      assert.equal(Object.hasOwn(element.attributes, key), false);
      element.attributes[key] = value;
    }
    all.push(element);
    if (!empty) open.push(element);
  }
  assert.deepEqual(open, []);
  assert.match(xml.slice(end), /^\s*$/);
  return all;
}

function checkJunit(xml) {
  const elements = elementsOf(xml);
  assert.equal(elements[0].name, "testsuites");
  for (const { name, within, attributes } of elements) {
    assert.ok(junit[name], `no element ${name}`);
    if (within) assert.ok(junit[within].holds.includes(name), `${name} in ${within}`);
    const { needs, may } = junit[name];
    for (const key of needs) assert.ok(Object.hasOwn(attributes, key), `${name} without ${key}`);
    for (const key of Object.keys(attributes)) assert.ok(needs.includes(key) || may.includes(key), `${name} with ${key}`);
    for (const key of ["tests", "failures", "errors", "skipped"]) if (attributes[key] !== undefined) assert.match(attributes[key], /^\d+$/);
    if (attributes.time !== undefined) assert.match(attributes.time, /^\d+\.\d{3}$/);
  }
  return elements;
}

test("SARIF is what its schema says, with results and without", () => {
  const { sarif } = outputs(Object.keys(scenarios));
  assert.equal(sarifSays(sarif), "");
  assert.deepEqual(new Set(sarif.runs[0].results.map((one) => one.level)), new Set(["error", "warning"]));
  const clean = outputs(["holds.yaml"]).sarif;
  assert.equal(sarifSays(clean), "");
  assert.deepEqual(clean.runs[0].results, []);
});

test("the schema refuses what is no SARIF", () => {
  const { sarif } = outputs(["violated.yaml"]);
  delete sarif.runs[0].results[0].message;
  assert.match(sarifSays(sarif), /message/);
});

test("JUnit XML is what Jenkins' schema says", () => {
  const elements = checkJunit(outputs(Object.keys(scenarios)).junit);
  const count = (name) => elements.filter((one) => one.name === name).length;
  assert.equal(count("testsuite"), 5);
  assert.equal(count("testcase"), 6);
  const sum = (key) => elements.filter((one) => one.name === "testsuite").reduce((all, one) => all + Number(one.attributes[key]), 0);
  for (const key of ["tests", "failures", "errors"]) assert.equal(String(sum(key)), elements[0].attributes[key]);
  assert.equal(count("failure"), sum("failures"));
  assert.equal(count("error"), sum("errors"));
});

// The schema and the loader come from the same tables; here they are held against each other. Every key of every map
// is tried with its example, and with values that it cannot have.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { writeProject } from "./project.mjs";
import { everyMap, example, loaderSays, mapWith, schemaSays, schemaSaysOfFile } from "./schema.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "dormouse-schema-"));
after(() => rmSync(folder, { recursive: true }));

writeProject(path.join(folder, "room"), "room");
writeProject(path.join(folder, "other"), "other");
writeFileSync(path.join(folder, "answer.json"), "{}");
writeFileSync(path.join(folder, "common.yaml"), "learn: nothing");
for (const module of ["client.ts", "checks.ts"]) writeFileSync(path.join(folder, module), "export default {};");
writeFileSync(path.join(folder, "visits.csv"), "at,room\n1,lobby\n");
writeFileSync(path.join(folder, "messages.csv"), "at,text\n1,hi\n");
writeFileSync(path.join(folder, "sent.csv"), "client,at,text\nann,1,hi\n");
writeFileSync(path.join(folder, "history.csv"), "id,text\n1,hi\n");
writeFileSync(path.join(folder, "history.sql"), "create table messages (id, text)");

/** Examples that name what only exists where they were written for. */
const { adjusted, weaker } = JSON.parse(readFileSync(path.join(import.meta.dirname, "crossing.json"), "utf8"));
const adjust = (title, key) => adjusted[title]?.[key];

/** What is needed around a map so that its names mean something. */
function completed(document) {
  const clients = Array.isArray(document.clients) ? document.clients.map(connected) : document.clients;
  if (document.network !== undefined && !plain(document.network)) return { ...document, ...(clients && { clients }) };
  const network = { ...document.network };
  if (network.profiles === undefined || plain(network.profiles)) network.profiles = { mobile: {}, ...network.profiles };
  const regions = [...(Array.isArray(clients) ? clients : []), ...(Array.isArray(network.partitions) ? network.partitions : [])];
  if (regions.some((one) => one && ["region", "between", "from", "to"].some((key) => Object.hasOwn(one, key)))) network.topology ??= "world";
  const { regions: own, links } = network.topology ?? {};
  if (Array.isArray(own) && own.length === 2 && links === undefined) network.topology.links = [{ between: own, latency: "40ms" }];
  return { ...document, ...(clients && { clients }), network };
}
/** What a step does, it does on a socket. */
const connected = (group) => (Array.isArray(group?.does) && group.does.length > 0 ? { ...group, does: ["connect", ...group.does, ...(group.arrive?.messages === undefined ? [] : ["replay"])] } : group);
const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

let written = 0;
function saved(document) {
  const file = path.join(folder, `${written++}.yaml`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** [{what, document}] -> what the two say of each. */
function compare(cases) {
  const said = loaderSays(cases.map(({ document }) => saved(document)));
  return cases.map(({ what, document }, i) => ({ what, document, loader: said[i], schema: schemaSays(document) }));
}

const maps = everyMap(adjust);

test("every key of every map is accepted by both, as its example has it", () => {
  const cases = [];
  for (const { map, whole } of maps)
    for (const key of Object.keys(map.properties))
      cases.push({ what: `${map.title}: ${key}`, document: completed(whole(mapWith(map, key, example(map, key, adjust), adjust))) });
  assert.ok(cases.length >= 150, `only ${cases.length} keys`);
  for (const { what, document, loader, schema } of compare(cases))
    assert.deepEqual({ loader, schema }, { loader: "", schema: "" }, `${what}: ${JSON.stringify(document)}`);
});

test("an unknown key is refused by both in every map", () => {
  const cases = maps.map(({ map, whole }) => ({
    what: map.title,
    document: completed(whole({ ...mapWith(map, undefined, undefined, adjust), "no such key": 1 })),
  }));
  for (const { what, loader, schema } of compare(cases)) {
    assert.notEqual(loader, "", what);
    assert.notEqual(schema, "", what);
  }
});

test("a needed key that is missing is refused by both", () => {
  const cases = [];
  for (const { map, whole } of maps)
    for (const key of map.required ?? []) {
      const without = mapWith(map, undefined, undefined, adjust);
      delete without[key];
      cases.push({ what: `${map.title}: ${key}`, document: completed(whole(without)) });
    }
  for (const { what, loader, schema } of compare(cases)) {
    assert.notEqual(loader, "", what);
    assert.notEqual(schema, "", what);
  }
});

test("what a key cannot be is refused by both, but where the list says that only the loader knows", () => {
  const impossible = [null, true, -7, "no such word", [], ["no such"], [[]], {}, { "no such key": 1 }];
  const cases = [];
  for (const { map, whole } of maps)
    for (const key of Object.keys(map.properties))
      for (const value of impossible)
        cases.push({
          what: `${map.title}: ${key}`,
          document: completed(whole(mapWith(map, key, value, adjust))),
        });
  const differ = compare(cases).filter(({ loader, schema }) => (loader === "") !== (schema === ""));
  const stricter = differ.filter(({ loader }) => loader === "");
  assert.deepEqual(stricter.map(({ document, schema }) => `${JSON.stringify(document)}: ${schema}`), []);
  const unlisted = differ.filter(({ what }) => !weaker.includes(what));
  assert.deepEqual(unlisted.map(({ document, loader }) => `${JSON.stringify(document)}: ${loader}`), []);
  const stale = weaker.filter((what) => !differ.some((one) => one.what === what));
  assert.deepEqual(stale, [], "these are refused by both by now");
});

const scenariosIn = (...folders) =>
  folders.flatMap((name) =>
    readdirSync(path.join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".yaml") && !/node_modules|included/.test(entry.parentPath))
      .map((entry) => path.join(entry.parentPath, entry.name)));

test("every scenario of the project is accepted by both", () => {
  const files = scenariosIn("scenarios/library", "tests/scenarios/good", "tests/projects", "tests/bench", "tests/bugs");
  assert.ok(files.length >= 20);
  const said = loaderSays(files);
  files.forEach((file, i) => assert.deepEqual({ loader: said[i], schema: schemaSaysOfFile(file) }, { loader: "", schema: "" }, file));
});

test("every malformed file is refused by the loader, and by the schema but where the list says so", () => {
  const files = scenariosIn("tests/scenarios/bad");
  const { onlyTheLoader } = JSON.parse(readFileSync(path.join(import.meta.dirname, "crossing.json"), "utf8"));
  const said = loaderSays(files);
  files.forEach((file, i) => assert.notEqual(said[i], "", file));
  const accepted = files.filter((file) => schemaSaysOfFile(file) === "").map((file) => path.basename(file, ".yaml"));
  assert.deepEqual(accepted.sort(), [...onlyTheLoader].sort());
});

// The schema that `dormouse schema` prints, as the tests ask of it: what it says of a document, and documents made
// from its examples.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { parseDocument } from "yaml";

const { DORMOUSE, VERDICTS } = process.env;

export const schema = JSON.parse(execFileSync(DORMOUSE, ["schema"], { encoding: "utf8" }));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, ownProperties: true, strict: true, strictRequired: false });
const validate = ajv.compile(schema);

/** Empty if the schema accepts the value, else what is wrong. */
export function schemaSays(value) {
  return validate(value) ? "" : ajv.errorsText(validate.errors);
}

/** A part of a scenario: what is needed of a whole one may be absent. */
export const fragmentSays = (() => {
  const { anyOf, ...fragment } = schema;
  const check = ajv.compile(fragment);
  return (value) => (check(value) ? "" : ajv.errorsText(check.errors));
})();

/** YAML as editors read it; throws if it is none. */
export function yamlOf(text) {
  const document = parseDocument(text, { merge: true, uniqueKeys: true });
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS({ maxAliasCount: 1000 });
}

export const schemaSaysOfFile = (file) => {
  try {
    return schemaSays(yamlOf(readFileSync(file, "utf8")));
  } catch (error) {
    return `no YAML: ${error.message}`;
  }
};

/** What the loader says of each file: empty if it accepts it. */
export function loaderSays(files) {
  const input = files.map((file) => `${file}\n`).join("");
  const output = execFileSync(VERDICTS, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  return output.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const resolved = (part) => (part.$ref ? schema.$defs[part.$ref.slice("#/$defs/".length)] : part);

/** Ways from a value's schema to the maps within it: the map's schema, and how a map of it becomes such a value. */
function* mapsIn(part) {
  if (part.$ref) part = resolved(part);
  if (part.properties) yield { map: part, wrap: (value) => value };
  for (const form of part.anyOf ?? []) yield* mapsIn(form);
  const within = (inner, wrap) => [...mapsIn(inner)].map((way) => ({ map: way.map, wrap: (value) => wrap(way.wrap(value)) }));
  if (part.items) yield* within(part.items, (value) => [value]);
  if (typeof part.additionalProperties === "object") yield* within(part.additionalProperties, (value) => ({ mobile: value }));
}

/** A map of this schema that has the key, with what has to be there as well, all by their examples. */
export function mapWith(map, key, value, adjust) {
  const result = {};
  const put = (name, what) => {
    if (Object.hasOwn(result, name)) return;
    result[name] = what;
    for (const other of map.dependentRequired?.[name] ?? []) put(other, example(map, other, adjust));
  };
  if (key !== undefined) put(key, value);
  const choices = (map.oneOf ?? map.anyOf ?? []).map((choice) => choice.required?.[0]).filter(Boolean);
  if (choices.length > 0 && !choices.some((choice) => Object.hasOwn(result, choice))) put(choices[0], example(map, choices[0], adjust));
  for (const name of map.required ?? []) put(name, example(map, name, adjust));
  return result;
}

export function example(map, key, adjust) {
  const own = adjust(map.title, key);
  return own === undefined ? map.properties[key].examples[0] : own;
}

/** Every map of the language once: its schema, and how a map of it becomes a whole scenario. */
export function everyMap(adjust) {
  const whole = { ...schema, ...schema.anyOf[0], anyOf: undefined };
  const found = [{ map: whole, whole: (value) => value }];
  const seen = new Set([whole]);
  for (const { map, whole } of found) {
    for (const [key, part] of Object.entries(map.properties)) {
      for (const way of mapsIn(part)) {
        if (seen.has(way.map)) continue;
        seen.add(way.map);
        found.push({ map: way.map, whole: (value) => whole(mapWith(map, key, way.wrap(value), adjust)) });
      }
    }
  }
  return found;
}

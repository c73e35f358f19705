// The table of what is supported, and how a name is found in it.
import { readFileSync } from "node:fs";

const table = JSON.parse(readFileSync(new URL("./platform.json", import.meta.url), "utf8"));
export const { groups, compatibility, flags } = table;

const exact = new Map();
const families = []; // rows that end with *
for (const { group, rows } of groups)
  for (const row of rows) {
    if (row.api.endsWith("*")) families.push({ ...row, group, beginning: row.api.slice(0, -1) });
    else exact.set(row.api, { ...row, group });
  }
families.sort((a, b) => b.beginning.length - a.beginning.length);

const namedImports = /^(import \S+) \{(.*,.*)\}$/;

/** The row of a name, of its family, or of what it is a member of; nothing if the table has none. */
export function rowOf(api) {
  const list = namedImports.exec(api);
  if (list) {
    // As well supported as the least of its names.
    const rows = list[2].split(",").map((name) => rowOf(`${list[1]} {${name}}`));
    return rows.find((row) => row?.is !== "supported") ?? rows[0];
  }
  for (let name = api; ; name = name.slice(0, name.lastIndexOf("."))) {
    const found = exact.get(name) ?? families.find(({ beginning }) => name.startsWith(beginning));
    if (found) return found;
    if (!name.includes(".")) break;
  }
  return api.startsWith("new ") ? exact.get(api.slice(4)) : undefined;
}

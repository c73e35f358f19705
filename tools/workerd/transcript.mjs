// Transcripts of probes: compared entry by entry, and written one entry a line.

/** Sorted keys, without the entry's time and without keys that begin with "~". */
function canonical(value, isEntry) {
  if (Array.isArray(value)) return value.map((one) => canonical(one, false));
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value).filter((key) => !key.startsWith("~") && !(isEntry && key === "t")).sort();
  return Object.fromEntries(keys.map((key) => [key, canonical(value[key], false)]));
}

/** [place, entries as text] of each list of the transcript. */
function lists({ log = [], clients = {}, http = {}, control = {} }) {
  const texts = (list) => list.map((entry) => JSON.stringify(canonical(entry, true)));
  const named = (what, map, list) => Object.keys(map).sort().map((name) => [`${what}.${name}`, texts(list(map[name]))]);
  return new Map([["log", texts(log)], ...named("clients", clients, (x) => x), ...named("http", http, (x) => [x]),
    ...named("control", control, (x) => [x])]);
}

/** Longest common subsequence, as lines of a diff: only what changed, with its index on its own side. */
function changes(place, before, after) {
  const longest = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; --i)
    for (let j = after.length - 1; j >= 0; --j)
      longest[i][j] = before[i] === after[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const lines = [];
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    if (i < before.length && j < after.length && before[i] === after[j]) { ++i; ++j; continue; }
    const removed = j === after.length || (i < before.length && longest[i + 1][j] >= longest[i][j + 1]);
    lines.push(removed ? `- ${place}[${i}] ${before[i++]}` : `+ ${place}[${j}] ${after[j++]}`);
  }
  return lines;
}

/** What changed between two transcripts, as lines; none: they agree. */
export function difference(before, after) {
  const [a, b] = [lists(before), lists(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((place) => changes(place, a.get(place) ?? [], b.get(place) ?? []));
}

export function written({ probe, compatibilityDate, compatibilityFlags, log, clients, http, control }) {
  const rows = (list, indent) =>
    list.length === 0 ? "[]" : `[\n${list.map((entry) => `${indent}  ${JSON.stringify(entry)}`).join(",\n")}\n${indent}]`;
  const map = (object, text) => {
    const lines = Object.entries(object).map(([name, value]) => `    ${JSON.stringify(name)}: ${text(value)}`);
    return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  };
  return `{
  "probe": ${JSON.stringify(probe)},
  "compatibilityDate": ${JSON.stringify(compatibilityDate)},
  "compatibilityFlags": ${JSON.stringify(compatibilityFlags)},
  "log": ${rows(log, "  ")},
  "clients": ${map(clients, (list) => rows(list, "    "))},
  "http": ${map(http, JSON.stringify)},
  "control": ${map(control, JSON.stringify)}
}
`;
}

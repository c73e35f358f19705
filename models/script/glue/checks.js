// Expectations in JavaScript: every export of a module that is an object with always, eventually, sometimes or atEnd.

import { host } from "../../js/web/index.js";
import { describe } from "./errors.js";

const MODES = ["always", "eventually", "sometimes", "atEnd"];
const kMostOpen = 100_000;
const kUnits = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

const checks = [];
const clients = new Map(); // name -> {reports: {name: value}}
const rooms = new Map(); // name -> {storage, at}
let startedAt = 0;
let now = 0;

function durationOf(text) {
  const found = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/.exec(`${text}`);
  if (found === null) throw new TypeError(`within must be a duration such as "5s" or "10min", not ${JSON.stringify(text)}`);
  return Number(found[1]) * kUnits[found[2]];
}

function checkOf(name, written) {
  const modes = MODES.filter((mode) => typeof written[mode] === "function");
  if (modes.length !== 1)
    throw new TypeError(`the check "${name}" must have exactly one of ${MODES.join("(), ")}(); it has ${modes.length === 0 ? "none" : modes.join(", ")}`);
  const [mode] = modes;
  if (mode === "eventually" && written.within === undefined)
    throw new TypeError(`the check "${name}" says eventually() but not within: "5s"`);
  return {
    name: written.name ?? name, mode, written, within: mode === "eventually" ? durationOf(written.within) : 0,
    examined: 0, violations: 0, first: null, open: [], error: null, unknown: "", done: false,
  };
}

/** Which of the exports are checks, and what is wrong with them: names as JSON. */
export function loaded(exports = {}, wanted, start) {
  startedAt = now = start;
  const only = JSON.parse(wanted);
  const names = only.length > 0 ? only : Object.keys(exports).filter((name) => typeof exports[name] === "object" && exports[name] !== null);
  for (const name of names) {
    if (typeof exports[name] !== "object" || exports[name] === null)
      throw new TypeError(`there is no exported check "${name}"; there are: ${Object.keys(exports).join(", ") || "none"}`);
    checks.push(checkOf(name, exports[name]));
  }
  if (checks.length === 0)
    throw new TypeError("exports no check: export const quiet = { always(record) { ... } }");
  for (const check of checks)
    if (check.mode === "eventually" && check.written.when === undefined) opened(check, true, null);
}

/** The moment as people read it, and what happened then. */
function found(check, at, record, said) {
  check.violations++;
  check.first ??= { at, record, said: typeof said === "string" ? said : "" };
}

/** Runs the user's function; one that throws ends its check, as unknown. */
function asked(check, run) {
  try {
    const answer = run();
    if (typeof answer?.then !== "function") return answer;
    throw new TypeError("a check answers at once: it must not be async");
  } catch (error) {
    check.error = describe(error);
    check.done = true;
    return undefined;
  }
}

function opened(check, value, record) {
  if (check.open.length >= kMostOpen) {
    check.unknown = `more than ${kMostOpen} cases were open at once`;
    check.done = true;
    return;
  }
  check.open.push({ value, record, due: now + check.within });
}

function expire(check, upTo) {
  while (check.open.length > 0 && check.open[0].due < upTo) {
    const { record, due } = check.open.shift();
    check.examined++;
    found(check, due, record, `not within ${check.written.within}`);
  }
}

function show(check, record) {
  const { written } = check;
  if (check.mode === "always") {
    const answer = asked(check, () => written.always(record, run));
    if (answer === undefined) return;
    check.examined++;
    if (answer !== true) found(check, now, record, answer);
  } else if (check.mode === "sometimes") {
    if (asked(check, () => written.sometimes(record, run)) !== true) return;
    check.examined++;
    check.done = true;
  } else if (check.mode === "eventually") {
    expire(check, now);
    const still = check.open.filter((one) => {
      if (check.done || asked(check, () => written.eventually(record, one.value, run)) !== true) return true;
      check.examined++;
      return false;
    });
    check.open = still;
    const value = check.done || written.when === undefined ? undefined : asked(check, () => written.when(record, run));
    if (value !== undefined && value !== false && value !== null) opened(check, value, record);
  }
}

/** What stands in the storage of a room, as its code would read it. */
function storageOf(stored) {
  const values = new Map();
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const rowsOf = ({ columns, first }) => first.map((row) => Object.fromEntries(row.map((cell, i) =>
    [columns[i], cell !== null && typeof cell === "object" ? bytes(cell.base64) : cell])));
  const sql = {};
  for (const table of stored.tables)
    Object.defineProperty(sql, table.name, {
      enumerable: true,
      get() {
        if (table.rows > table.first.length)
          throw new RangeError(`${table.name} has ${table.rows} rows, and a check sees tables of ${table.first.length} at most`);
        return rowsOf(table);
      },
    });
  for (const [key, text] of stored.kv) values.set(key, host.deserialize(bytes(text).buffer));
  return {
    kv: Object.fromEntries(values), sql, alarm: stored.alarm, bytes: stored.bytes,
  };
}

/** What checks may ask besides the record: what is known of the run so far. */
const run = {
  get now() { return now; },
  get after() { return now - startedAt; },
  storage(name) { return rooms.get(name)?.storage; },
  get rooms() { return [...rooms.keys()]; },
  reports(name) {
    return new Map([...clients].filter(([, one]) => name in one).map(([client, one]) => [client, one[name]]));
  },
};

function keepInMind(record) {
  if (record.record === "stored") {
    record.storage = storageOf(JSON.parse(record.contents));
    delete record.contents;
    rooms.set(record.room, { storage: record.storage });
  } else if (record.record === "reported") {
    if (!clients.has(record.client)) clients.set(record.client, {});
    record.value = JSON.parse(record.value);
    clients.get(record.client)[record.name] = record.value;
  }
}

/** Records of one block, a line of JSON each. */
export function visit(lines) {
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const record = JSON.parse(line);
    now = record.at;
    host.check_time(now);
    keepInMind(record);
    for (const check of checks) if (!check.done) show(check, record);
  }
}

const kNever = {
  always: "no record was about it", eventually: "it never came to a case of it", atEnd: "it said nothing",
};

function verdictOf(check, why) {
  const { name, violations, examined, first, error } = check;
  let outcome = "holds";
  let text = "";
  if (violations > 0) {
    outcome = "violated";
    text = first.said;
  } else if (error !== null) outcome = "unknown";
  else if (check.mode === "sometimes" && examined > 0) outcome = "holds";
  else if (check.unknown !== "" || why !== "") [outcome, text] = ["unknown", check.unknown || why];
  else if (check.mode === "sometimes" && examined === 0) {
    [outcome, text] = ["violated", "it never happened"];
  } else if (examined === 0) [outcome, text] = ["unknown", kNever[check.mode]];
  const at = first?.at ?? now;
  return {
    name, outcome, at, examined, violations: outcome === "violated" ? Math.max(violations, 1) : 0, text,
    record: first?.record ? JSON.stringify(first.record) : "", error,
  };
}

/** All verdicts as JSON. why: what kept the run from being played to its end. */
export function end(at, why) {
  for (const check of checks) {
    if (check.done || check.mode === "sometimes" || check.mode === "always") continue;
    if (check.mode === "eventually") expire(check, at);
    if (check.mode !== "atEnd" || why !== "") continue;
    now = at;
    const answer = asked(check, () => check.written.atEnd(run));
    if (answer === undefined) continue;
    check.examined++;
    if (answer !== true) found(check, at, null, answer);
  }
  return JSON.stringify(checks.map((check) => verdictOf(check, why)));
}

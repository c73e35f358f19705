import inspection from "later:./later/inspect.js";
import { host } from "./host.js";

const counts = new Map();
const started = new Map();
const format = (args) => inspection().format(args);
const inspect = (value) => inspection().inspect(value);
const print = (level, args) => host.console(level, format(args));
const elapsed = (label) => `${label}: ${host.now() - started.get(label)}ms`;

const methods = {
  log(...args) { print("log", args); },
  info(...args) { print("info", args); },
  warn(...args) { print("warn", args); },
  error(...args) { print("error", args); },
  debug(...args) { print("debug", args); },
  trace(...args) {
    const stack = new Error().stack ?? "";
    print("debug", [`Trace${args.length ? `: ${format(args)}` : ""}${stack.slice(Math.max(0, stack.indexOf("\n")))}`]);
  },
  assert(condition, ...args) {
    if (!condition) print("error", [`Assertion failed${args.length ? `: ${format(args)}` : ""}`]);
  },
  dir(value) { host.console("log", inspect(value)); },
  dirxml(...args) { print("log", args); },
  table(value) { host.console("log", inspect(value)); },
  group(...args) { if (args.length) print("log", args); },
  groupCollapsed(...args) { if (args.length) print("log", args); },
  groupEnd() {},
  count(label = "default") {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    print("log", [`${label}: ${counts.get(label)}`]);
  },
  countReset(label = "default") { counts.delete(label); },
  time(label = "default") { started.set(label, host.now()); },
  timeLog(label = "default", ...args) { if (started.has(label)) print("log", [elapsed(label), ...args]); },
  timeEnd(label = "default") {
    if (started.has(label)) print("log", [elapsed(label)]);
    started.delete(label);
  },
  clear() {},
};

export const console = Object.create({});
for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(console, name, { value, writable: true, enumerable: true, configurable: true });
}
Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });

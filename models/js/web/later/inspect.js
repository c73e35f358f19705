// How console shows a value: the layout of Node's util.inspect, which the runtime uses too, two levels deep.
import { pairsOf, isHeaders } from "../headers.js";
import { made as madeStreams } from "later:./streams.js";

const kDepth = 2;
const kWidth = 72;
const kMaxItems = 100;

function quoted(text) {
  const quote = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes("`") ? "`" : "'";
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

const keyText = (key) =>
  typeof key === "symbol" ? String(key) : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);

function functionText(fn) {
  const source = Function.prototype.toString.call(fn);
  if (/^class\b/.test(source)) {
    const parent = Object.getPrototypeOf(fn)?.name;
    return `[class ${fn.name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = Object.prototype.toString.call(fn).slice(8, -1);
  return fn.name ? `[${kind}: ${fn.name}]` : `[${kind} (anonymous)]`;
}

function primitive(value) {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  return String(value);
}

function className(value) {
  for (let p = Object.getPrototypeOf(value); p !== null; p = Object.getPrototypeOf(p)) {
    const property = Object.getOwnPropertyDescriptor(p, "constructor");
    if (typeof property?.value === "function" && property.value.name) return property.value.name;
  }
  return null;
}

function errorText(error) {
  const stack = typeof error.stack === "string" && error.stack ? error.stack : `[${String(error)}]`;
  return stack;
}

class Inspection {
  #deepest;
  #path = [];
  #circular = [];
  constructor(deepest) {
    this.#deepest = deepest;
  }

  show(value, depth) {
    if (typeof value !== "object" || value === null) {
      if (typeof value === "function" && Object.keys(value).length === 0) return functionText(value);
      if (typeof value !== "function") return primitive(value);
    }
    if (this.#path.includes(value)) {
      if (!this.#circular.includes(value)) this.#circular.push(value);
      return `[Circular *${this.#circular.indexOf(value) + 1}]`;
    }
    this.#path.push(value);
    const text = this.#object(value, depth);
    this.#path.pop();
    const mark = this.#circular.indexOf(value);
    return mark < 0 ? text : `<ref *${mark + 1}> ${text}`;
  }

  #object(value, depth) {
    const name = className(value);
    const leaf = this.#leaf(value, name);
    const items = leaf === undefined ? this.#items(value, depth) : null;
    if (leaf !== undefined) {
      const own = this.#properties(value, depth);
      return own.length === 0 || value instanceof Error ? leaf : layout(leaf, own, "{", "}");
    }
    if (depth > this.#deepest) return `[${items.prefix === "" ? name ?? "Object" : items.short}]`;
    const entries = [...items.entries(), ...this.#properties(value, depth)];
    return layout(items.prefix, entries, items.open, items.close);
  }

  #leaf(value, name) {
    if (value instanceof Error) return errorText(value);
    if (value instanceof Date) return Number.isNaN(+value) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (typeof value === "function") return functionText(value);
    if (value instanceof Promise) return "Promise { <not shown> }";
    if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { <items unknown> }`;
    for (const Boxed of [String, Number, Boolean, BigInt, Symbol]) {
      if (value instanceof Boxed) return `[${Boxed.name}: ${primitive(value.valueOf())}]`;
    }
    return undefined;
  }

  // How a collection opens, what stands in it, and how it closes.
  #items(value, depth) {
    const name = className(value);
    const show = (v) => this.show(v, depth + 1);
    const list = (prefix, entries, open = "{", close = "}") => ({ prefix, short: name ?? "Object", entries, open, close });
    if (Array.isArray(value)) {
      const prefix = name === "Array" ? "" : `${name}(${value.length})`;
      return list(prefix, () => arrayEntries(value, show), "[", "]");
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return list(`${name}(${value.length})`, () => arrayEntries(value, show), "[", "]");
    }
    if (value instanceof ArrayBuffer) {
      const hex = Array.from(new Uint8Array(value).subarray(0, 50), (b) => b.toString(16).padStart(2, "0")).join(" ");
      return list(name, () => [`[Uint8Contents]: <${hex}>`, `byteLength: ${value.byteLength}`]);
    }
    if (value instanceof Map || isHeaders(value)) {
      const pairs = value instanceof Map ? [...value] : pairsOf(value);
      const label = name === "Map" || isHeaders(value) ? `${name}(${pairs.length})` : `${name}(${pairs.length}) [Map]`;
      return list(label, () => limited(pairs.map(([k, v]) => `${show(k)} => ${show(v)}`)));
    }
    if (value instanceof Set) {
      const label = name === "Set" ? `Set(${value.size})` : `${name}(${value.size}) [Set]`;
      return list(label, () => limited([...value].map(show)));
    }
    if (name === null) return list("[Object: null prototype]", () => []);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (name !== "Object" && tag === name) return list(name, () => this.#attributes(value, depth));
    return list(name === "Object" ? "" : name, () => []);
  }

  // Platform objects keep their state behind enumerable accessors of their prototypes.
  #attributes(value, depth) {
    const out = new Map();
    for (let p = Object.getPrototypeOf(value); p && p !== Object.prototype; p = Object.getPrototypeOf(p)) {
      for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(p))) {
        if (!property.get || !property.enumerable || out.has(key) || key === "DigestStream") continue;
        out.set(key, `${key}: ${this.show(property.get.call(value), depth + 1)}`);
      }
    }
    return [...out.values()];
  }

  #properties(value, depth) {
    const indexed = Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof String;
    const entries = [];
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (String(key).startsWith("_") && madeStreams()?.isLibraryObject(value)) continue;
      if (!property?.enumerable || (indexed && /^\d+$/.test(String(key)))) continue;
      const kind = property.get ? (property.set ? "[Getter/Setter]" : "[Getter]") : property.set ? "[Setter]" : null;
      entries.push(`${keyText(key)}: ${kind ?? this.show(property.value, depth + 1)}`);
    }
    return entries;
  }
}

function limited(entries) {
  if (entries.length <= kMaxItems) return entries;
  const more = entries.length - kMaxItems;
  return [...entries.slice(0, kMaxItems), `... ${more} more item${more > 1 ? "s" : ""}`];
}

function arrayEntries(array, show) {
  const out = [];
  let shown = 0;
  for (let i = 0; i < array.length && shown < kMaxItems; ++shown) {
    let holes = 0;
    while (i + holes < array.length && !(i + holes in array)) ++holes;
    out.push(holes > 0 ? `<${holes} empty item${holes > 1 ? "s" : ""}>` : show(array[i]));
    i += Math.max(holes, 1);
  }
  const more = array.length - kMaxItems;
  if (more > 0 && shown === kMaxItems) out.push(`... ${more} more item${more > 1 ? "s" : ""}`);
  return out;
}

function layout(prefix, entries, open, close) {
  const start = prefix === "" ? open : `${prefix} ${open}`;
  if (entries.length === 0) return start + close;
  const line = entries.join(", ");
  const short = line.length + start.length + entries.length <= kWidth && !line.includes("\n");
  if (short) return `${start} ${line} ${close}`;
  const rows = open === "[" && entries.length > 6 ? packed(entries) : entries;
  return `${start}\n  ${rows.map((entry) => entry.replaceAll("\n", "\n  ")).join(",\n  ")}\n${close}`;
}

// Short items of a long list stand several to a line.
function packed(entries) {
  const rows = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    const fits = last !== undefined && !entry.includes("\n") && !last.includes("\n");
    if (fits && last.length + 2 + entry.length <= kWidth) rows[rows.length - 1] = `${last}, ${entry}`;
    else rows.push(entry);
  }
  return rows;
}

export function inspect(value, deepest = kDepth) {
  return new Inspection(deepest).show(value, 0);
}

/// The line that console prints for these arguments: the first may hold %s %d %i %f %j %o %O %c %%.
export function format(args) {
  let rest = args;
  let text = "";
  if (typeof args[0] === "string" && args.length > 1) {
    let next = 1;
    text = args[0].replace(/%[sdifjoOc%]/g, (mark) => {
      if (mark === "%%") return "%";
      if (next >= args.length) return mark;
      return substitute(mark, args[next++]);
    });
    rest = args.slice(next);
    if (rest.length === 0) return text;
    text += " ";
  }
  return text + rest.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
}

function substitute(mark, value) {
  switch (mark) {
    case "%s": return typeof value === "object" && value !== null ? inspect(value) : String(value);
    case "%d": return typeof value === "bigint" ? `${value}n` : primitive(Number(value));
    case "%i": return primitive(parseInt(value, 10));
    case "%f": return primitive(parseFloat(value));
    case "%j": return `${JSON.stringify(value)}`;
    case "%c": return "";
    default: return inspect(value);
  }
}

// URLSearchParams: a list of pairs, linked to its URL by a count of its changes. Our own because the library's takes
// ten times as long, and rooms read their parameters on every request.
import { expose } from "./expose.js";
import { fromUtf8, utf8 } from "./encoding.js";

function decoded(text) {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced.toWellFormed();
  const bytes = utf8(spaced);
  const out = [];
  for (let i = 0; i < bytes.length; ++i) {
    const digits = bytes[i] === 0x25 ? String.fromCharCode(bytes[i + 1], bytes[i + 2]) : "";
    if (/^[0-9a-fA-F]{2}$/.test(digits)) {
      out.push(parseInt(digits, 16));
      i += 2;
    } else {
      out.push(bytes[i]);
    }
  }
  // A byte-order mark stays, unlike in a body.
  return out[0] === 0xef ? fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, ...out)) : fromUtf8(Uint8Array.from(out));
}

function encoded(text) {
  if (/^[A-Za-z0-9*\-._]*$/.test(text)) return text;
  let out = "";
  for (const byte of utf8(text)) {
    const char = String.fromCharCode(byte);
    if (byte === 0x20) out += "+";
    else if (/[A-Za-z0-9*\-._]/.test(char)) out += char;
    else out += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

const wellFormed = (value) => `${value}`.toWellFormed();

function parse(text) {
  const pairs = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    pairs.push(at < 0 ? [decoded(part), ""] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))]);
  }
  return pairs;
}

function pairsFrom(init) {
  if ((typeof init !== "object" && typeof init !== "function") || init === null) {
    return parse(wellFormed(init).replace(/^\?/, ""));
  }
  if (typeof init[Symbol.iterator] !== "function") {
    const pairs = new Map(Reflect.ownKeys(init)
      .filter((key) => Object.prototype.propertyIsEnumerable.call(init, key))
      .map((key) => [wellFormed(key), wellFormed(init[key])]));
    return [...pairs];
  }
  return Array.from(init, (entry) => {
    const pair = [...entry];
    if (pair.length !== 2) {
      throw new TypeError(
        "To initialize a URLSearchParams object from a sequence, each inner sequence must have exactly two elements.",
      );
    }
    return pair.map(wellFormed);
  });
}

let searchParamsInternals;
export class URLSearchParams {
  #pairs = [];
  #changes = 0;

  constructor(init = "") {
    if (init !== "") this.#pairs = pairsFrom(init);
  }
  get size() { return this.#pairs.length; }
  append(name, value) {
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    ++this.#changes;
  }
  delete(name, value) {
    const [key, wanted] = [wellFormed(name), value === undefined ? undefined : wellFormed(value)];
    this.#pairs = this.#pairs.filter(([k, v]) => k !== key || (wanted !== undefined && v !== wanted));
    ++this.#changes;
  }
  get(name) {
    const key = wellFormed(name);
    return this.#pairs.find(([k]) => k === key)?.[1] ?? null;
  }
  getAll(name) {
    const key = wellFormed(name);
    return this.#pairs.filter(([k]) => k === key).map(([, v]) => v);
  }
  has(name, value) {
    const [key, wanted] = [wellFormed(name), value === undefined ? undefined : wellFormed(value)];
    return this.#pairs.some(([k, v]) => k === key && (wanted === undefined || v === wanted));
  }
  set(name, value) {
    const [key, text] = [wellFormed(name), wellFormed(value)];
    const first = this.#pairs.find(([k]) => k === key);
    if (first === undefined) {
      this.#pairs.push([key, text]);
    } else {
      first[1] = text;
      this.#pairs = this.#pairs.filter((pair) => pair[0] !== key || pair === first);
    }
    ++this.#changes;
  }
  sort() {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    ++this.#changes;
  }
  forEach(callback, thisArg) {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }
  *entries() { for (let i = 0; i < this.#pairs.length; ++i) yield [...this.#pairs[i]]; }
  *keys() { for (const [name] of this.entries()) yield name; }
  *values() { for (const [, value] of this.entries()) yield value; }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&"); }

  static {
    searchParamsInternals = {
      is: (v) => typeof v === "object" && v !== null && #pairs in v,
      /// The parameters of a URL whose query is `search`, with its question mark.
      of(search) {
        const params = new URLSearchParams();
        if (search !== "") params.#pairs = parse(search.slice(1));
        return params;
      },
      /// How often the list was changed by user code.
      changes: (params) => params.#changes,
      /// Takes over the query of a URL that changed.
      reload(params, search) { params.#pairs = parse(search.replace(/^\?/, "")); },
    };
  }
}
const { is: isSearchParams, of: searchParamsOf, changes, reload } = searchParamsInternals;
export { isSearchParams, searchParamsOf, changes, reload };

const string = ["string"];
expose(URLSearchParams, {
  brand: isSearchParams,
  required: {
    append: ["string", "string"], set: ["string", "string"], delete: string, get: string, getAll: string, has: string,
    forEach: ["function"],
  },
});

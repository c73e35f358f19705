// Headers: names compared without case, iterated in lower case and sorted.
import { expose, wrongConstructorParameter } from "./expose.js";

const kName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*$/;

function nameOf(name) {
  const text = `${name}`;
  if (!kName.test(text)) throw new TypeError("Invalid header name.");
  return text.toLowerCase();
}

function valueOf(value) {
  const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (/[\0\r\n]/.test(text)) throw new TypeError("Invalid header value.");
  return text;
}

export class Headers {
  #values = new Map(); // lower-case name -> values in order of arrival
  #immutable = false;

  constructor(...args) {
    const init = args[0];
    if (init === undefined) return;
    if (typeof init !== "object" || init === null) {
      throw wrongConstructorParameter("Headers", 1, "Headers or Sequence or object");
    }
    if (#values in init) {
      for (const [name, values] of init.#values) this.#values.set(name, [...values]);
    } else if (typeof init[Symbol.iterator] === "function") {
      for (const entry of init) this.#appendPair([...entry]);
    } else {
      for (const name of Object.keys(init)) this.#append(nameOf(name), valueOf(init[name]));
    }
  }

  #appendPair(pair) {
    if (pair.length !== 2) {
      throw new TypeError(
        "To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.",
      );
    }
    this.#append(nameOf(pair[0]), valueOf(pair[1]));
  }
  #append(name, value) {
    const values = this.#values.get(name);
    if (values) values.push(value);
    else this.#values.set(name, [value]);
  }
  #change() {
    if (this.#immutable) throw new TypeError("Can't modify immutable headers.");
  }

  get(name) { return this.#values.get(nameOf(name))?.join(", ") ?? null; }
  getAll(name) {
    if (nameOf(name) !== "set-cookie") {
      throw new TypeError('getAll() can only be used with the header name "Set-Cookie".');
    }
    return this.getSetCookie();
  }
  getSetCookie() { return [...(this.#values.get("set-cookie") ?? [])]; }
  has(name) { return this.#values.has(nameOf(name)); }
  set(name, value) {
    this.#change();
    this.#values.set(nameOf(name), [valueOf(value)]);
  }
  append(name, value) {
    this.#change();
    this.#append(nameOf(name), valueOf(value));
  }
  delete(name) {
    this.#change();
    this.#values.delete(nameOf(name));
  }
  forEach(callback, thisArg) {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }
  entries() { return headerIterator("EntryIterator", pairsOf(this)); }
  keys() { return headerIterator("KeyIterator", pairsOf(this).map(([name]) => name)); }
  values() { return headerIterator("ValueIterator", pairsOf(this).map(([, value]) => value)); }
  [Symbol.iterator]() { return this.entries(); }

  static internals = {
    is: (v) => typeof v === "object" && v !== null && #values in v,
    /// [name, value] pairs in sorted order; each Set-Cookie on its own.
    pairs(headers) {
      const out = [];
      for (const name of [...headers.#values.keys()].sort()) {
        const values = headers.#values.get(name);
        if (name === "set-cookie") for (const value of values) out.push([name, value]);
        else out.push([name, values.join(", ")]);
      }
      return out;
    },
    /// From pairs that came over the wire: not checked, and read-only for user code.
    received(pairs) {
      const headers = new Headers();
      for (const [name, value] of pairs) headers.#append(name.toLowerCase(), value);
      headers.#immutable = true;
      return headers;
    },
    freeze(headers) {
      headers.#immutable = true;
      return headers;
    },
    setDefault(headers, name, value) {
      if (!headers.#values.has(name)) headers.#values.set(name, [value]);
    },
  };
}
const { is, pairs, received, freeze, setDefault } = Headers.internals;
delete Headers.internals;
export { is as isHeaders, pairs as pairsOf, received as receivedHeaders, freeze as freezeHeaders, setDefault };
const pairsOf = pairs;

const kArrayIterator = Object.getPrototypeOf([][Symbol.iterator]());
const { next } = kArrayIterator;
function headerIterator(tag, items) {
  const iterator = items[Symbol.iterator]();
  Object.setPrototypeOf(iterator, kIterators[tag]);
  return iterator;
}
const kIterators = {};
for (const tag of ["EntryIterator", "KeyIterator", "ValueIterator"]) {
  kIterators[tag] = Object.create(Object.getPrototypeOf(kArrayIterator), {
    next: { value: { next() { return next.call(this); } }.next, writable: true, configurable: true, enumerable: true },
    [Symbol.toStringTag]: { value: tag, configurable: true },
  });
}

const string = ["string"];
expose(Headers, {
  brand: is,
  required: {
    get: string, getAll: string, has: string, delete: string, forEach: ["function"],
    set: ["string", "string"], append: ["string", "string"],
  },
});

// Headers: names compared without case, iterated in lower case and sorted.
import { expose, wrongConstructorParameter } from "./expose.js";
import { lazily } from "./lazily.js";

const namePattern = lazily(() => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*$/);

function nameOf(name) {
  const text = `${name}`;
  if (!namePattern().test(text)) throw new TypeError("Invalid header name.");
  return text.toLowerCase();
}

function valueOf(value) {
  const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (/[\0\r\n]/.test(text)) throw new TypeError("Invalid header value.");
  return text;
}

let headersInternals;
export class Headers {
  #lines = ""; // headers as the host gives them, until one of them is asked for
  #values = null; // then: lower-case name -> values in order of arrival
  #immutable = false;

  constructor(...args) {
    const init = args[0];
    if (init === undefined) return;
    if (typeof init !== "object" || init === null) {
      throw wrongConstructorParameter("Headers", 1, "Headers or Sequence or object");
    }
    if (#values in init) {
      if (init.#values === null) this.#lines = init.#lines;
      else this.#values = new Map(Array.from(init.#values, ([name, values]) => [name, [...values]]));
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
  #map() {
    if (this.#values === null) {
      this.#values = new Map();
      if (this.#lines !== "") {
        const parts = this.#lines.split("\n");
        for (let i = 0; i + 1 < parts.length; i += 2) this.#append(parts[i].toLowerCase(), parts[i + 1]);
      }
    }
    return this.#values;
  }
  #append(name, value) {
    const map = this.#map();
    const values = map.get(name);
    if (values) values.push(value);
    else map.set(name, [value]);
  }
  #change() {
    if (this.#immutable) throw new TypeError("Can't modify immutable headers.");
  }

  get(name) {
    const values = this.#map().get(nameOf(name));
    return values === undefined ? null : values.length === 1 ? values[0] : values.join(", ");
  }
  getAll(name) {
    if (nameOf(name) !== "set-cookie") {
      throw new TypeError('getAll() can only be used with the header name "Set-Cookie".');
    }
    return this.getSetCookie();
  }
  getSetCookie() { return [...(this.#map().get("set-cookie") ?? [])]; }
  has(name) { return this.#map().has(nameOf(name)); }
  set(name, value) {
    this.#change();
    this.#map().set(nameOf(name), [valueOf(value)]);
  }
  append(name, value) {
    this.#change();
    this.#append(nameOf(name), valueOf(value));
  }
  delete(name) {
    this.#change();
    this.#map().delete(nameOf(name));
  }
  forEach(callback, thisArg) {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }
  entries() { return headerIterator("EntryIterator", pairsOf(this)); }
  keys() { return headerIterator("KeyIterator", pairsOf(this).map(([name]) => name)); }
  values() { return headerIterator("ValueIterator", pairsOf(this).map(([, value]) => value)); }
  [Symbol.iterator]() { return this.entries(); }

  static {
    headersInternals = {
      is: (v) => typeof v === "object" && v !== null && #values in v,
      /// [name, value] pairs in sorted order; each Set-Cookie on its own.
      pairs(headers) {
        const out = [];
        const map = headers.#map();
        for (const name of [...map.keys()].sort()) {
          const values = map.get(name);
          if (name === "set-cookie") for (const value of values) out.push([name, value]);
          else out.push([name, values.join(", ")]);
        }
        return out;
      },
      /// For the host: name, value, name, value, each a line. Neither can hold a line feed.
      lines(headers) {
        if (headers.#values === null) return headers.#lines;
        let lines = "";
        for (const [name, value] of pairs(headers)) lines += `${name}\n${value}\n`;
        return lines;
      },
      /// From such lines, that came over the wire: not checked, and read-only for user code.
      received(lines) {
        const headers = new Headers();
        headers.#lines = lines;
        headers.#immutable = true;
        return headers;
      },
      freeze(headers) {
        headers.#immutable = true;
        return headers;
      },
      setDefault(headers, name, value) {
        const map = headers.#map();
        if (!map.has(name)) map.set(name, [value]);
      },
    };
  }
}
const { is, pairs, lines, received, freeze, setDefault } = headersInternals;
export { is as isHeaders, pairs as pairsOf, lines as linesOf, received as receivedHeaders, freeze as freezeHeaders, setDefault };
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

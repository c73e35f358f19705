// FormData: a list of names with texts or files.
import { File, isBlob, isFile } from "./blob.js";
import { fromUtf8WithMark, utf8AsIs } from "../encoding.js";
import { expose } from "../expose.js";

/// Half a character becomes three marks of replacement: one for each byte of it (recorded).
function text(value) {
  const given = `${value}`;
  return given.isWellFormed() ? given : fromUtf8WithMark(utf8AsIs(given));
}

function entryValue(name, value, args) {
  if (!isBlob(value)) return text(value);
  const filename = args[2];
  if (filename === undefined) return isFile(value) ? value : new File([value], name, { type: value.type });
  return new File([value], text(filename), { type: value.type });
}

export class FormData {
  #entries = [];

  append(...args) {
    const name = text(args[0]);
    this.#entries.push([name, entryValue(name, args[1], args)]);
  }
  delete(name) {
    const key = text(name);
    this.#entries = this.#entries.filter(([k]) => k !== key);
  }
  get(name) {
    const key = text(name);
    return this.#entries.find(([k]) => k === key)?.[1] ?? null;
  }
  getAll(name) {
    const key = text(name);
    return this.#entries.filter(([k]) => k === key).map(([, value]) => value);
  }
  has(name) {
    const key = text(name);
    return this.#entries.some(([k]) => k === key);
  }
  set(...args) {
    const name = text(args[0]);
    const entry = [name, entryValue(name, args[1], args)];
    const first = this.#entries.findIndex(([k]) => k === name);
    if (first < 0) this.#entries.push(entry);
    else this.#entries = this.#entries.filter(([k], i) => k !== name || i === first).with(first, entry);
  }
  entries() { return new EntryIterator(this.#each(([name, value]) => [name, value])); }
  keys() { return new KeyIterator(this.#each(([name]) => name)); }
  values() { return new ValueIterator(this.#each(([, value]) => value)); }
  forEach(callback, thisArg) {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }
  [Symbol.iterator]() { return this.entries(); }

  // What is added meanwhile comes, too.
  *#each(shown) { for (let i = 0; i < this.#entries.length; ++i) yield shown(this.#entries[i]); }

  static internals = {
    is: (v) => typeof v === "object" && v !== null && #entries in v,
    /// [name, text or File]
    entries: (form) => form.#entries,
    of(entries) {
      const form = new FormData();
      form.#entries = entries;
      return form;
    },
  };
}
const { is: isFormData, entries: formEntries, of: formOf } = FormData.internals;
delete FormData.internals;
export { isFormData, formEntries, formOf };

const kIterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
const iterator = (name) => {
  const Class = {
    [name]: class {
      #generator;
      constructor(generator) { this.#generator = generator; }
      next() { return this.#generator.next(); }
    },
  }[name];
  Object.setPrototypeOf(Class.prototype, kIterator);
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  return Class;
};
const EntryIterator = iterator("EntryIterator");
const KeyIterator = iterator("KeyIterator");
const ValueIterator = iterator("ValueIterator");

const kString = ["string"];
const kEntry = ["string", "File or Blob or string"];
expose(FormData, {
  brand: isFormData,
  required: {
    append: kEntry, set: kEntry, delete: kString, get: kString, getAll: kString, has: kString, forEach: ["function"],
  },
});

// Values on their way between parties of RPC: structured clone, and beside it what that cannot carry: things that can be
// called, errors with their own properties, requests and responses. Each such thing is a marked object in the clone and
// an entry of the extras.

import {
  NotModelledError, bytesOfBlob, dataCloneError, headerPairsOf, host, isBlob, isFile, isHeaders, isStream, platformClass,
  isOpen, takeWhole, typedBlob, wholeStream,
} from "../../js/web/index.js";
import { isRequest, isResponse, requestFrom, requestParts, responseFrom, responseParts } from "../../js/web/index.js";

const LIMIT = 33554432;
const mark = Symbol("carried beside the clone");
const BUILT_IN = new Map(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError].map((kind) => [
    kind.prototype,
    kind.name,
  ]),
);

/** What the compatibility date and flags come to; read from the host when the first call asks. */
const compatibility = { read: false, rpc: true, enhancedErrors: true, duplicates: true, exports: true };
export function readCompatibility() {
  if (compatibility.read) return compatibility;
  const bits = host.rpc_options();
  ["rpc", "enhancedErrors", "duplicates", "exports"].forEach((name, i) => (compatibility[name] = (bits & (1 << i)) !== 0));
  compatibility.read = true;
  return compatibility;
}

export const refused = (object) =>
  dataCloneError(
    `Could not serialize object of type "${object.constructor?.name ?? "Object"}". ` +
      "This type does not support serialization.",
  );

/** The built-in class that an error descends from: the one that the other side makes. */
function builtIn(error) {
  for (let p = error; p !== null; p = Object.getPrototypeOf(p)) if (BUILT_IN.has(p)) return BUILT_IN.get(p);
  return "Error";
}

/** Also where the name is __proto__. */
const define = (object, key, value) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

/** capability(value): the entry of the extras for something that can be called; undefined if it is no such thing. */
export class Copier {
  constructor(capability) {
    this.capability = capability;
    this.seen = new Map();
    this.extras = [];
    this.aside = []; // values that belong to entries of the extras, cloned with the rest
  }

  carried(value, entry) {
    const stand = { [mark]: this.extras.push(entry) - 1 };
    this.seen.set(value, stand);
    return stand;
  }
  beside(value) {
    return this.aside.push(value) - 1;
  }

  of(value) {
    const type = typeof value;
    if (value === null || (type !== "object" && type !== "function")) return value;
    if (this.seen.has(value)) return this.seen.get(value);
    const entry = this.capability(value);
    if (entry !== undefined) return this.carried(value, entry);
    switch (host.kind_of(value)) {
      case "array":
        return this.array(value);
      case "map":
        return this.map(value);
      case "set":
        return this.set(value);
      case "error":
        return this.error(value);
      case "plain":
        return Object.getPrototypeOf(value) === Object.prototype ? this.plain(value) : this.instance(value);
      default:
        return value;
    }
  }

  plain(value) {
    const copy = {};
    this.seen.set(value, copy);
    for (const key of Object.keys(value))
      define(copy, key, this.of(value[key]));
    return copy;
  }
  array(value) {
    // One without holes is to stay so: it is written in a shorter way.
    const keys = Object.keys(value);
    const copy = keys.length >= value.length ? [] : new Array(value.length);
    this.seen.set(value, copy);
    for (const key of keys) copy[key] = this.of(value[key]);
    return copy;
  }
  map(value) {
    const copy = new Map();
    this.seen.set(value, copy);
    for (const [key, one] of [...Map.prototype.entries.call(value)]) copy.set(this.of(key), this.of(one));
    return copy;
  }
  set(value) {
    const copy = new Set();
    this.seen.set(value, copy);
    for (const one of [...Set.prototype.values.call(value)]) copy.add(this.of(one));
    return copy;
  }

  error(value) {
    if (value instanceof DOMException)
      return this.carried(value, { t: "dom", name: value.name, message: value.message });
    if (!readCompatibility().enhancedErrors) return value;
    const entry = { t: "error", kind: builtIn(value), message: String(value.message) };
    const stand = this.carried(value, entry);
    const own = {};
    for (const key of Object.getOwnPropertyNames(value))
      if (key !== "stack" && key !== "message")
        define(own, key, this.of(value[key]));
    entry.own = this.beside(own);
    return stand;
  }

  instance(value) {
    if (isHeaders(value)) return this.carried(value, { t: "headers", pairs: headerPairsOf(value) });
    if (isBlob(value) && !isFile(value))
      return this.carried(value, { t: "blob", type: value.type, body: this.beside(bytesOfBlob(value)) });
    if (isStream(value)) {
      const content = takeWhole(value);
      if (content === null) throw stillOpen("A ReadableStream over RPC");
      return this.carried(value, { t: "stream", body: this.beside(content) });
    }
    if (isRequest(value)) {
      const { method, url, headers, body, cf, redirect } = requestParts(value);
      if (isOpen(body)) throw stillOpen("A Request over RPC");
      return this.carried(value, { t: "request", method, url, headers, cf, redirect, body: this.beside(body) });
    }
    if (isResponse(value)) {
      const { status, statusText, headers, body, webSocket } = responseParts(value);
      if (webSocket) throw new NotModelledError("A WebSocket in a Response over RPC", "Answer with it from fetch().");
      if (isOpen(body)) throw stillOpen("A Response over RPC");
      return this.carried(value, { t: "response", status, statusText, headers, body: this.beside(body) });
    }
    if (platformClass(value) === "AbortSignal") throw dataCloneError("AbortSignal serialization is not enabled.");
    throw refused(value);
  }
}

const stillOpen = (what) =>
  new NotModelledError(`${what} whose bytes are still being written`, "Send the whole body, or answer with it from fetch().");

/** The value as a copier copies it: {bytes, extras as JSON}; throws a DataCloneError. */
export function written(value, copier) {
  const copy = copier.of(value);
  const plain = copier.extras.length === 0;
  const bytes = host.serialize(plain ? copy : [copy, ...copier.aside], mark);
  return { bytes, extras: plain ? "" : JSON.stringify(copier.extras) };
}

/** A value on its way to another party; an Error beyond the runtime's limit (recorded: rpc-misc). */
export function encode(value, capability) {
  const result = written(value, new Copier(capability));
  if (result.bytes.byteLength > LIMIT)
    throw new Error(
      "Serialized RPC arguments or return values are limited to 32MiB, but the size of this value was: " +
        `${result.bytes.byteLength} bytes.`,
    );
  return result;
}

const makers = {
  dom: ({ name, message }) => new DOMException(message, name),
  error: ({ kind, message }) => bare(kind === "AggregateError" ? withoutErrors(message) : new globalThis[kind](message)),
  headers: ({ pairs }) => new Headers(pairs),
};
const makersWithContent = {
  blob: ({ type }, content) => typedBlob(content, type),
  stream: (entry, content) => wholeStream(content),
  request: ({ method, url, headers, cf, redirect }, content) =>
    requestFrom(method, url, headers, content, cf, undefined, redirect),
  response: ({ status, statusText, headers }, content) => responseFrom({ status, statusText, headers, body: content }),
};

/** Its errors come with its other own properties. */
function withoutErrors(message) {
  const error = new AggregateError([], message);
  delete error.errors;
  return error;
}

/** A stack of the other side does not cross; what is left is its first line. */
function bare(error) {
  const head = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  Object.defineProperty(error, "stack", { value: head, writable: true, configurable: true, enumerable: false });
  return error;
}

/** callable(entry): the stub for an entry of something that can be called. */
export function decode(bytes, extras, callable) {
  if (extras === "") return host.deserialize(bytes);
  const entries = JSON.parse(extras);
  // What is made of content beside it must wait for it; until then a plain object takes its place.
  const late = entries.some(({ t }) => t in makersWithContent);
  const make = (aside) =>
    entries.map((entry) => {
      if (entry.t in makers) return makers[entry.t](entry);
      if (!(entry.t in makersWithContent)) return callable(entry);
      return aside === null ? {} : makersWithContent[entry.t](entry, aside[entry.body + 1]);
    });
  let objects = make(null);
  let read = host.deserialize(bytes, objects);
  if (late) {
    const again = make(read);
    objects = objects.map((object, i) => (entries[i].t in makersWithContent ? again[i] : object));
    read = host.deserialize(bytes, objects);
  }
  entries.forEach((entry, i) => {
    if (entry.t !== "error") return;
    Object.assign(objects[i], read[entry.own + 1]);
  });
  return read[0];
}

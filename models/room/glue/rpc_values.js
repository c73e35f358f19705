// Values on their way between parties of RPC: structured clone, and beside it what that cannot carry: things that can be
// called, errors with their own properties, requests and responses. Each such thing is a marked object in the clone and
// an entry of the extras.

import writables from "later:./later/writables.js";
import {
  bytesOfBlob, dataCloneError, errorParts, headerPairsOf, host, isBlob, isFile, isHeaders, isOpen, isStream,
  isWritable, platformClass, refusalOf, takeContent, typedBlob, wholeStream,
} from "../../js/web/index.js";
import { isRequest, isResponse, requestFrom, requestParts, responseFrom, responseParts } from "../../js/web/index.js";
import { givenBody, writeWithValue } from "./open_bodies.js";

const LIMIT = 33554432;
const mark = Symbol("carried beside the clone");

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
    this.open = []; // bodies that are still being written, with their entries
  }

  carried(value, entry) {
    const stand = { [mark]: this.extras.push(entry) - 1 };
    this.seen.set(value, stand);
    return stand;
  }
  beside(value) {
    return this.aside.push(value) - 1;
  }
  /** What is still being written is so beside the value, too: it begins when all the rest is sure to leave. */
  withBody(entry, body) {
    if (isOpen(body)) this.open.push([entry, body]);
    else entry.body = this.beside(body);
    return entry;
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
    const [kind, message, entries] = errorParts(value);
    const named = entries[0]?.[0] === "name" && entries[0][1] !== undefined;
    const entry = { t: "error", kind, message, name: named ? String(entries[0][1]) : kind };
    const stand = this.carried(value, entry);
    const own = {};
    for (const [key, one] of entries) define(own, key, this.of(one));
    entry.own = this.beside(own);
    return stand;
  }

  instance(value) {
    if (isHeaders(value)) return this.carried(value, { t: "headers", pairs: headerPairsOf(value) });
    if (isBlob(value) && !isFile(value))
      return this.carried(value, { t: "blob", type: value.type, body: this.beside(bytesOfBlob(value)) });
    if (isStream(value)) {
      if (value.locked) throw new TypeError("The ReadableStream has been locked to a reader.");
      const content = takeContent(value);
      return this.carried(value, this.withBody({ t: "stream" }, content));
    }
    if (isWritable(value)) {
      if (value.locked) throw new TypeError("The WritableStream has been locked to a writer.");
      const { WritableEnd } = writables();
      return this.carried(value, { ...this.capability(new WritableEnd(value)), t: "writable" });
    }
    if (isRequest(value)) {
      const { method, url, headers, body, cf, redirect } = requestParts(value);
      return this.carried(value, this.withBody({ t: "request", method, url, headers, cf, redirect }, body));
    }
    if (isResponse(value)) {
      const { status, statusText, headers, body, webSocket } = responseParts(value);
      if (webSocket) throw dataCloneError(refusalOf("WebSocket"));
      return this.carried(value, this.withBody({ t: "response", status, statusText, headers }, body));
    }
    if (platformClass(value) === "AbortSignal") throw dataCloneError("AbortSignal serialization is not enabled.");
    throw refused(value);
  }
}

/** The value as a copier copies it: {bytes, extras as JSON}; throws a DataCloneError. */
export function written(value, copier) {
  const copy = copier.of(value);
  const plain = copier.extras.length === 0;
  const bytes = host.serialize(plain ? copy : [copy, ...copier.aside], mark);
  for (const [entry, body] of copier.open) entry.open = writeWithValue(body);
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
  error: ({ kind, message, name }) =>
    bare(kind === "AggregateError" ? withoutErrors(message) : new globalThis[kind](message), name),
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
function bare(error, name) {
  const head = error.message === "" ? name : `${name}: ${error.message}`;
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
      if (aside === null) return {};
      const content = entry.open === undefined ? aside[entry.body + 1] : givenBody(entry.open, true);
      return makersWithContent[entry.t](entry, content);
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

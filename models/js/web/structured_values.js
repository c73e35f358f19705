// Values as structuredClone copies them, and as storage and attachments keep them: structured clones, and what the
// engine's serialiser cannot write by itself: errors with their own properties, Headers, Blobs, and Requests and Responses
// without a body (observed 2 and 5). Each of those is replaced, before it is written, by a stand-in whose parts are written in its place; reading makes it anew.

import inspection from "later:./later/inspect.js";
import { DOMException } from "./errors.js";
import { isBodyless } from "./body.js";
import { platformClass } from "./expose.js";
import { bytesOfBlob, isBlob, isFile, typedBlob } from "./forms.js";
import { Headers, isHeaders, pairsOf as headerPairsOf } from "./headers.js";
import { host, platform } from "./host.js";
import { isRequest, requestFrom, requestParts } from "./request.js";
import { isResponse, responseFrom, responseParts } from "./response.js";

/// The error of a value that cannot be cloned, for the engine's serialiser to throw.
export const dataCloneError = (message) => new DOMException(message, "DataCloneError");

/// The words with which the runtime refuses objects of a class of ours.
export function refusalOf(name) {
  if (name === "Response" || name === "Request" || name === "ReadableStream") {
    return "ReadableStream can only be serialized for RPC.";
  }
  if (name === "WritableStream") return "WritableStream can only be serialized for RPC.";
  if (name === "AbortSignal") return "AbortSignal serialization is not enabled.";
  return `Could not serialize object of type "${name}". This type does not support serialization.`;
}

const mark = Symbol("written by its parts");
const KINDS = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError };
const DEEPEST = 16;

let enhancedErrors; // errors keep class and own properties: a matter of the compatibility date

/** Whether the serialiser needs no help: nothing in it but plain objects, arrays and primitive values. */
function isPlain(value, depth) {
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((one) => typeof one !== "object" || one === null || isPlain(one, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    const one = value[key];
    if (typeof one === "object" && one !== null && !isPlain(one, depth + 1)) return false;
  }
  return true;
}

/**
 * [kind, message, own] of an error: the built-in class that a copy of it has, and its other own properties as entries. A
 * built-in's name makes one of its class; any other name is the copy's own, and its first (recorded: errors-thrown).
 */
export function errorParts(error) {
  const { name, message } = error;
  let kind = typeof name === "string" && Object.hasOwn(KINDS, name) ? name : undefined;
  for (let p = error; kind === undefined && p !== null; p = Object.getPrototypeOf(p))
    if (Object.hasOwn(p, "constructor") && KINDS[p.constructor.name] === p.constructor) kind = p.constructor.name;
  kind ??= "Error";
  const own = name === kind ? [] : [["name", name]];
  for (const key of Object.getOwnPropertyNames(error))
    if (key !== "stack" && key !== "message" && key !== "name") own.push([key, error[key]]);
  return [kind, typeof message === "string" ? message : "", own];
}

class Copier {
  seen = new Map();
  replaced = false;

  of(value) {
    if (typeof value !== "object" || value === null) return value;
    if (this.seen.has(value)) return this.seen.get(value);
    switch (host.kind_of(value)) {
      case "array":
        return this.filled(value, Object.keys(value).length >= value.length ? [] : new Array(value.length));
      case "map": {
        const copy = new Map();
        this.seen.set(value, copy);
        for (const [key, one] of [...Map.prototype.entries.call(value)]) copy.set(this.of(key), this.of(one));
        return copy;
      }
      case "set": {
        const copy = new Set();
        this.seen.set(value, copy);
        for (const one of [...Set.prototype.values.call(value)]) copy.add(this.of(one));
        return copy;
      }
      case "error":
        return this.error(value);
      case "plain":
        return this.object(value);
      case "callable":
        if (platform.isServiceStub(value)) throw dataCloneError("ServiceStub cannot be serialized in this context.");
        return value;
      default:
        return value;
    }
  }

  filled(value, copy) {
    this.seen.set(value, copy);
    for (const key of Object.keys(value))
      Object.defineProperty(copy, key, { value: this.of(value[key]), enumerable: true, configurable: true, writable: true });
    return copy;
  }

  standIn(value, parts) {
    this.replaced = true;
    const stand = { [mark]: parts };
    this.seen.set(value, stand);
    return stand;
  }

  error(value) {
    if (value instanceof DOMException)
      return this.standIn(value, ["dom", value.name, value.message, String(value.stack), value.code]);
    enhancedErrors ??= host.compatible_since("2026-04-21");
    if (!enhancedErrors) return value;
    const [kind, message, entries] = errorParts(value);
    const own = {};
    const stand = this.standIn(value, ["error", kind, message, String(value.stack), own]);
    for (const [key, one] of entries) own[key] = this.of(one);
    return stand;
  }

  object(value) {
    if (value instanceof DOMException) return this.error(value);
    if (isHeaders(value)) return this.standIn(value, ["headers", headerPairsOf(value)]);
    if (isBlob(value) && !isFile(value)) return this.standIn(value, ["blob", value.type, bytesOfBlob(value)]);
    if (isRequest(value) && isBodyless(value)) {
      const { method, url, headers, cf, redirect } = requestParts(value);
      return this.standIn(value, ["request", method, url, headers, cf, redirect]);
    }
    if (isResponse(value) && isBodyless(value)) {
      const { status, statusText, headers } = responseParts(value);
      return this.standIn(value, ["response", status, statusText, headers]);
    }
    if (value === globalThis) throw dataCloneError(notCloned("ServiceWorkerGlobalScope"));
    const name = platformClass(value);
    if (name !== undefined) throw dataCloneError(refusalOf(name));
    return this.filled(value, {});
  }
}

export const notCloned = (name) => `#<${name}> could not be cloned.`;

/** What to hand to the host in place of a value, with `mark`. refuse: of a function that stands for another's, by its class. */
export function storable(value, refuse = refusalOf) {
  const path = typeof value === "function" ? platform.pathClass(value) : undefined;
  if (path !== undefined) throw dataCloneError(refuse(path));
  if (typeof value !== "object" || value === null || isPlain(value, 0)) return value;
  const copier = new Copier();
  const copy = copier.of(value);
  return copier.replaced ? copy : value;
}
export { mark };

/** For people who look into a run: a stored value as the console would print it, down to its leaves. */
export function showStored(bytes) {
  return inspection().inspect(host.deserialize(bytes), 20);
}

/** For the host: the value whose parts were written. */
export function revive([kind, ...parts]) {
  if (kind === "headers") return new Headers(parts[0]);
  if (kind === "blob") return typedBlob(parts[1], parts[0]);
  if (kind === "request") {
    const [method, url, headers, cf, redirect] = parts;
    return requestFrom(method, url, headers, null, cf, undefined, redirect);
  }
  if (kind === "response") return responseFrom({ status: parts[0], statusText: parts[1], headers: parts[2] });
  if (kind === "dom") {
    const [name, message, stack, code] = parts;
    return withOwn(new DOMException(message, name), { code, name, message, stack });
  }
  const [name, message, stack, own] = parts;
  const error = name === "AggregateError" ? new AggregateError([], message) : new KINDS[name](message);
  return withOwn(error, { stack, ...own });
}

function withOwn(error, properties) {
  for (const key of Object.keys(properties))
    Object.defineProperty(error, key, { value: properties[key], enumerable: true, configurable: true, writable: true });
  return error;
}

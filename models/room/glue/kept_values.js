// Values that outlive the instance: attachments. A structured clone, and for what that would lose (errors with their
// own properties and stack, Headers, Blobs) the extras that RPC has, too (observed: attachments).

import {
  bytesOfBlob, dataCloneError, fromUtf8, headerPairsOf, host, isBlob, isHeaders, isRequest, isResponse, isStream,
  platformClass, utf8,
} from "../../js/web/index.js";
import { Copier, builtIn, decode, readCompatibility, refused, written } from "./rpc_values.js";

class KeptCopier extends Copier {
  constructor() {
    super(() => undefined);
  }
  error(value) {
    if (value instanceof DOMException || !readCompatibility().enhancedErrors) return super.error(value);
    const entry = { t: "error", kind: builtIn(value), message: String(value.message), keepsStack: true };
    const stand = this.carried(value, entry);
    const own = { stack: String(value.stack) };
    for (const key of Object.getOwnPropertyNames(value))
      if (key !== "stack" && key !== "message") own[key] = this.of(value[key]);
    entry.own = this.beside(own);
    return stand;
  }
  instance(value) {
    if (isHeaders(value)) return this.carried(value, { t: "headers", pairs: headerPairsOf(value) });
    if (isBlob(value)) return this.carried(value, { t: "blob", type: value.type, body: this.beside(bytesOfBlob(value)) });
    if (isStream(value) || isRequest(value) || isResponse(value))
      throw dataCloneError("ReadableStream can only be serialized for RPC.");
    if (platformClass(value) !== undefined) throw refused(value);
    return this.plain(value); // of a class of the user's: its own properties
  }
}

/** Whether something in it needs more than a structured clone. */
function needsCare(value, seen) {
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  const inside = (values) => values.some((one) => needsCare(one, seen));
  if (Array.isArray(value)) return inside(value);
  switch (host.kind_of(value)) {
    case "error":
      return true;
    case "map":
      return inside([...Map.prototype.entries.call(value)].flat());
    case "set":
      return inside([...Set.prototype.values.call(value)]);
    case "plain":
      return platformClass(value) !== undefined || inside(Object.values(value));
    default:
      return false;
  }
}

/** The value's bytes as an ArrayBuffer; throws a DataCloneError. */
export function pack(value) {
  if (!needsCare(value, new Set())) return host.serialize(value);
  const { bytes, extras } = written(value, new KeptCopier());
  if (extras === "") return bytes;
  const words = utf8(extras);
  const all = new Uint8Array(5 + words.length + bytes.byteLength);
  new DataView(all.buffer).setUint32(1, words.length);
  all.set(words, 5);
  all.set(new Uint8Array(bytes), 5 + words.length);
  return all.buffer;
}

export function unpack(buffer) {
  const all = new Uint8Array(buffer);
  if (all[0] !== 0) return host.deserialize(buffer);
  const begin = 5 + new DataView(buffer).getUint32(1);
  return decode(all.slice(begin).buffer, fromUtf8(all.slice(5, begin)), () => undefined);
}

// Errors as they cross a call: as values where the compatibility date lets them, else as name and message.

import { isBodyless, isRequest, isResponse, isStream } from "../../js/web/index.js";
import { fromCallee, withUserStack } from "./errors.js";
import { decode, encode, readCompatibility } from "./rpc_values.js";

/** {bytes, extras} of what was thrown; null if it cannot cross as a value. */
export function encodeThrown(thrown) {
  const isObject = typeof thrown === "object" && thrown !== null;
  if (!isObject || (!(thrown instanceof DOMException) && !readCompatibility().enhancedErrors)) return null;
  try {
    return encode(thrown, (value) => {
      if (typeof value === "function") throw new TypeError("functions do not cross with an error");
      const holdsStream = isStream(value) || ((isRequest(value) || isResponse(value)) && !isBodyless(value));
      if (holdsStream) throw new TypeError("streams do not cross with an error");
      return undefined;
    });
  } catch {
    return null;
  }
}

/** What the caller gets: answer is {name, message, flags, extras, objectId}, bytes those of the value if it crossed. */
export function errorFrom({ name, message, flags, extras, objectId }, bytes) {
  if (!bytes) return withUserStack(fromCallee(name, message, flags));
  const thrown = decode(bytes, extras, () => undefined);
  if (objectId && !(thrown instanceof DOMException)) thrown.durableObjectId = objectId;
  thrown.remote = true;
  if (flags & 2) thrown.retryable = true;
  if (flags & 4) thrown.overloaded = true;
  return thrown;
}

// structuredClone, through the engine's serialiser.
import { host } from "./host.js";
import { DOMException } from "./errors.js";
import { platformClass, wrongParameter } from "./expose.js";

/// The error of a value that cannot be cloned, for the engine's serialiser to throw.
export const dataCloneError = (message) => new DOMException(message, "DataCloneError");

/// The text with which the runtime refuses to clone an object of ours; undefined if it is no such object, or is one
/// that can be cloned. Only the outermost value is looked at here; the engine asks for those inside.
export function cloneRefusal(value) {
  if (typeof value !== "object" || value === null) return undefined;
  const name = platformClass(value);
  if (name === undefined) return undefined;
  if (name === "Response" || name === "Request" || name === "ReadableStream") {
    return "ReadableStream can only be serialized for RPC.";
  }
  if (name === "WritableStream") return "WritableStream can only be serialized for RPC.";
  return `Could not serialize object of type "${name}". This type does not support serialization.`;
}

export function structuredClone(...args) {
  if (args.length === 0) throw wrongParameter("execute 'structuredClone' on 'ServiceWorkerGlobalScope'", 1, "Value");
  const refusal = cloneRefusal(args[0]);
  if (refusal !== undefined) throw dataCloneError(refusal);
  const copy = host.deserialize(host.serialize(args[0]));
  for (const buffer of args[1]?.transfer ?? []) {
    if (!(buffer instanceof ArrayBuffer)) throw dataCloneError("Object is not transferable");
    buffer.transfer(0);
  }
  return copy;
}

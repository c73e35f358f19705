// structuredClone, through the engine's serialiser.
import { wrongParameter } from "./expose.js";
import { host } from "./host.js";
import { mark, notCloned, storable } from "./structured_values.js";

export function structuredClone(...args) {
  if (args.length === 0) throw wrongParameter("execute 'structuredClone' on 'ServiceWorkerGlobalScope'", 1, "Value");
  const transfer = args[1]?.transfer;
  if (transfer !== undefined && !Array.isArray(transfer)) {
    throw new TypeError(
      "Incorrect type for the 'transfer' field on 'StructuredCloneOptions': the provided value is not of type 'Array'.",
    );
  }
  const buffers = (transfer ?? []).filter((one) => !ArrayBuffer.isView(one));
  if (!buffers.every((one) => one instanceof ArrayBuffer)) throw new TypeError("Object is not transferable");
  const copy = host.deserialize(host.serialize(storable(args[0], notCloned), mark));
  for (const buffer of new Set(buffers)) buffer.transfer(0);
  return copy;
}

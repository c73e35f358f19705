// structuredClone, through the engine's serialiser.
import { wrongParameter } from "./expose.js";
import { host } from "./host.js";
import { dataCloneError, mark, notCloned, storable } from "./structured_values.js";

export function structuredClone(...args) {
  if (args.length === 0) throw wrongParameter("execute 'structuredClone' on 'ServiceWorkerGlobalScope'", 1, "Value");
  const copy = host.deserialize(host.serialize(storable(args[0], notCloned), mark));
  for (const buffer of args[1]?.transfer ?? []) {
    if (!(buffer instanceof ArrayBuffer)) throw dataCloneError("Object is not transferable");
    buffer.transfer(0);
  }
  return copy;
}

// env: the bindings of the Worker's configuration.

import { NotModelledError } from "../../js/web/index.js";
import { DurableObjectNamespace } from "./namespaces.js";

export const environment = {};

/**
 * bindings: [{kind: "durable_object"|"text"|"json"|"own_service"|other, name, value}] as JSON. entryPoint(name): the
 * binding of an entry point of the Worker itself.
 */
export function setEnvironment(bindings, entryPoint) {
  for (const { kind, name, value } of JSON.parse(bindings)) {
    if (kind === "durable_object") environment[name] = new DurableObjectNamespace(value);
    else if (kind === "text") environment[name] = value;
    else if (kind === "json") environment[name] = JSON.parse(value);
    else if (kind === "own_service") environment[name] = entryPoint(value);
    else environment[name] = unmodelled(kind, name);
  }
}

/** A binding whose first use says what is missing. */
function unmodelled(kind, name) {
  return new Proxy(
    {},
    {
      get(target, property) {
        if (typeof property === "symbol" || property === "then" || property === "toJSON") return undefined;
        throw new NotModelledError(`env.${name}.${String(property)}: bindings of kind "${kind}"`);
      },
    },
  );
}

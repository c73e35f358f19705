// env: the bindings of the Worker's configuration.

import { NotModelledError } from "../../js/web/index.js";
import { DurableObjectNamespace } from "./namespaces.js";

export const environment = {};

/**
 * bindings: [{kind: "durable_object"|"text"|"json"|"service"|other, name, value, worker}] as JSON. entryPoint(worker,
 * name): the binding of an entry point.
 */
export function setEnvironment(bindings, entryPoint) {
  for (const { kind, name, value, worker } of JSON.parse(bindings)) {
    if (kind === "durable_object") environment[name] = new DurableObjectNamespace(value);
    else if (kind === "text") environment[name] = value;
    else if (kind === "json") environment[name] = JSON.parse(value);
    else if (kind === "service") environment[name] = entryPoint(worker, value);
    else if (kind === "absent_worker") environment[name] = absent(name, value);
    else environment[name] = unmodelled(kind, name);
  }
}

/** A binding whose first use fails(property). */
function failing(fails) {
  return new Proxy(
    {},
    {
      get(target, property) {
        if (typeof property === "symbol" || property === "then" || property === "toJSON") return undefined;
        throw fails(property);
      },
    },
  );
}

const unmodelled = (kind, name) =>
  failing((property) => new NotModelledError(`env.${name}.${String(property)}: bindings of kind "${kind}"`));

/** A binding to a Worker that the scenario does not run. */
class AbsentWorkerError extends Error {}
Object.defineProperty(AbsentWorkerError.prototype, "name", {
  value: "AbsentWorkerError", writable: true, configurable: true,
});
const absent = (name, worker) =>
  failing(
    (property) =>
      new AbsentWorkerError(
        `env.${name}.${String(property)}: the scenario does not run the Worker "${worker}". Add its folder to its ` +
          "`workers:`.",
      ),
  );

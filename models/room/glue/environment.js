// env: the bindings of the Worker's configuration.

import assetsOf from "later:./later/assets.js";
import d1 from "later:./later/d1_database.js";
import kv from "later:./later/kv_namespace.js";
import r2 from "later:./later/r2_bucket.js";
import small from "later:./later/small_bindings.js";
import { NotModelledError } from "../../js/web/index.js";
import { DurableObjectNamespace } from "./namespaces.js";

export const environment = {};

/** What answers for the files of the configuration's `assets`; null: there are none. */
export let assets = null;

/** Evaluated where a Worker has such a binding. */
const MODELS = {
  analytics_engine_datasets: () => new (small().AnalyticsEngineDataset)(),
  d1_databases: (settings) => new (d1().D1Database)(settings),
  kv_namespaces: (settings) => new (kv().KvNamespace)(settings),
  queues: () => new (small().WorkerQueue)(),
  r2_buckets: (settings) => new (r2().R2Bucket)(settings),
  ratelimits: (settings) => new (small().RateLimit)(settings),
  version_metadata: () => small().versionMetadata(),
};

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
    else if (kind === "assets") bindAssets(name, JSON.parse(value));
    else environment[name] = MODELS[kind]?.(JSON.parse(value)) ?? unmodelled(kind, name);
  }
}

/** Without a name they are only what comes before the Worker. */
function bindAssets(name, settings) {
  assets = new (assetsOf().Assets)(settings);
  if (name !== "") environment[name] = assets;
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

// env: the bindings of the Worker's configuration.

import { NotModelledError } from "../../js/web/index.js";
import { Assets } from "./assets.js";
import { D1Database } from "./d1_database.js";
import { KvNamespace } from "./kv_namespace.js";
import { DurableObjectNamespace } from "./namespaces.js";
import { R2Bucket } from "./r2_bucket.js";
import { AnalyticsEngineDataset, RateLimit, WorkerQueue, versionMetadata } from "./small_bindings.js";

export const environment = {};

/** What answers for the files of the configuration's `assets`; null: there are none. */
export let assets = null;

const MODELS = {
  analytics_engine_datasets: () => new AnalyticsEngineDataset(),
  d1_databases: (settings) => new D1Database(settings),
  kv_namespaces: (settings) => new KvNamespace(settings),
  queues: () => new WorkerQueue(),
  r2_buckets: (settings) => new R2Bucket(settings),
  ratelimits: (settings) => new RateLimit(settings),
  version_metadata: versionMetadata,
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
  assets = new Assets(settings);
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

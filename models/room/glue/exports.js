// Service bindings; ctx.exports, and what "cloudflare:workers" has at module level: loopback stubs for the main module's
// entry points and namespaces for its Durable Object classes, and the environment.

import { NotModelledError } from "../../js/web/index.js";
import { DurableObject } from "./cloudflare_workers.js";
import { owner, requireOwner } from "./current.js";
import { environment } from "./environment.js";
import { exported } from "./exported.js";
import { DurableObjectNamespace } from "./namespaces.js";
import { identity } from "./compatibility.js";
import { EntryClient, stubObjects, withMethods } from "./rpc.js";
import { nodeOf } from "./nodes.js";
import { readCompatibility } from "./rpc_values.js";
import { throughService } from "./services.js";

class Fetcher {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
  fetch(input, init) {
    return throughService(nodeOf(this).client, input, init);
  }
  connect() {
    throw new NotModelledError("connect() on a stub");
  }
}
class LoopbackServiceStub extends Fetcher {}
for (const Class of [Fetcher, LoopbackServiceStub])
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });

/** A stub for an entry point; called with {props}, one that shows these as ctx.props. */
function serviceStub(worker, name, props, holder = owner()) {
  const client = new EntryClient(holder, worker, name, props);
  const target = function () {};
  delete target.length;
  delete target.name;
  Object.setPrototypeOf(target, LoopbackServiceStub.prototype);
  return withMethods(target, client, (options) => serviceStub(worker, name, options?.props ?? {}));
}
stubObjects.entry = (holder, { worker, name, props }) => serviceStub(worker, name, props, holder);

/** env.BINDING of an entry point: anybody's. */
export const serviceBinding = (worker, name) =>
  withMethods(Object.create(Fetcher.prototype), new EntryClient(null, worker, name, {}));

class LoopbackDurableObjectNamespace extends DurableObjectNamespace {}

function namespaceStub(name) {
  const namespace = new LoopbackDurableObjectNamespace(identity.namespaces + name);
  return new Proxy(function () {}, {
    get(target, property) {
      const value = namespace[property];
      return typeof value === "function" && property !== "constructor" ? value.bind(namespace) : value;
    },
    getPrototypeOf: () => LoopbackDurableObjectNamespace.prototype,
    apply() {
      throw new NotModelledError("A Durable Object namespace called with options");
    },
  });
}

/** The stub or namespace of one export. Entry points belong to whoever asks, so each owner has its own. */
function exportOf(name, cache) {
  if (!cache.has(name)) {
    const isDurable = exported[name]?.prototype instanceof DurableObject;
    cache.set(name, isDurable ? namespaceStub(name) : serviceStub(identity.worker, name, {}));
  }
  return cache.get(name);
}

/** ctx.exports; undefined before its compatibility date. */
export function makeExports() {
  if (!readCompatibility().exports) return undefined;
  const cache = new Map();
  const object = {};
  for (const name of Object.keys(exported))
    Object.defineProperty(object, name, { get: () => exportOf(name, cache), enumerable: true, configurable: true });
  return object;
}

/** `exports` of the module: what there is when it is looked at. */
export const moduleExports = new Proxy({}, {
  get(target, name) {
    if (typeof name === "symbol" || !Object.hasOwn(exported, name)) return undefined;
    requireOwner("exports");
    return makeExports()?.[name];
  },
  has: (target, name) => Object.hasOwn(exported, name),
  ownKeys: () => Object.keys(exported),
  getOwnPropertyDescriptor: (target, name) =>
    Object.hasOwn(exported, name) ? { enumerable: true, configurable: true, get: () => moduleExports[name] } : undefined,
});

/** `env` of the module: the same bindings under another object. */
export const moduleEnvironment = new Proxy({}, {
  get: (target, name) => Reflect.get(environment, name),
  set: (target, name, value) => Reflect.set(environment, name, value),
  has: (target, name) => Reflect.has(environment, name),
  deleteProperty: (target, name) => Reflect.deleteProperty(environment, name),
  ownKeys: () => Reflect.ownKeys(environment),
  getOwnPropertyDescriptor(target, name) {
    const found = Reflect.getOwnPropertyDescriptor(environment, name);
    return found && { ...found, configurable: true };
  },
});

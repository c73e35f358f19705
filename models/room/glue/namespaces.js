// env.BINDING of a Durable Object class: ids, namespaces, stubs.

import { NotModelledError, host, markPlatformClass, platform } from "../../js/web/index.js";
import { owner, requireOwner } from "./current.js";
import { wrongParameter } from "./errors.js";
import { fetchedThrough } from "./fetch.js";
import { ObjectClient, RpcPromise, RpcProperty, RpcStub, stubObjects, withMethods } from "./rpc.js";
import { nodeOf } from "./nodes.js";
import { requireOptions } from "./storage_operations.js";

let textOf;
const ours = Symbol("DurableObjectId");
const NAMESPACE = "DurableObjectNamespace";

export class DurableObjectId {
  #hex;
  static {
    textOf = (id) => id.#hex;
  }
  constructor(mark, hex, name) {
    if (mark !== ours) throw new TypeError("Illegal constructor");
    this.jurisdiction = undefined;
    this.name = name;
    this.#hex = hex;
  }
  toString() {
    return this.#hex;
  }
  equals(other) {
    if (!(other instanceof DurableObjectId)) throw wrongParameter("equals", "DurableObjectId", 1, "DurableObjectId");
    return other.#hex === this.#hex;
  }
  get [Symbol.toStringTag]() {
    return "DurableObjectId";
  }
}
markPlatformClass(DurableObjectId);
export const makeId = (hex, name) => new DurableObjectId(ours, hex, name);

const askObject = (owner, { method, url, headers, body, cf }, client, invocation) =>
  host.call(
    owner.number, client.className, client.id, client.name, method, url, headers, body, invocation, client.resets(), cf,
  );

const clientOf = (stub) => nodeOf(stub)?.client;
platform.pathClass = (value) =>
  nodeOf(value) && [RpcProperty, RpcPromise, RpcStub].find((Class) => value instanceof Class)?.name;
platform.isServiceStub = (value) => typeof value === "object" && clientOf(value) !== undefined;

/** What the stubs of objects have besides the methods of the object's class. */
export class ServiceStub {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
  fetch(input, init) {
    return fetchedThrough(clientOf(this), input, init, askObject);
  }
  connect(...args) {
    if (args.length === 0) throw wrongParameter("connect", "Fetcher", 1, "SocketAddress or string");
    throw new NotModelledError("connect() on a stub");
  }
}

// A function of the class's own name: called without `new` it says the same as with it.
function DurableObject() {
  throw new TypeError("Illegal constructor");
}
DurableObject.prototype = Object.create(ServiceStub.prototype, {
  constructor: { value: DurableObject, writable: true, configurable: true },
});
for (const Class of [ServiceStub, DurableObject])
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });

/** What withMethods() makes of it lets nobody set or delete these; defining them so each time would cost more. */
function Stub(id) {
  this.name = id.name;
  this.id = id;
}
Stub.prototype = DurableObject.prototype;

function makeStub(className, id) {
  return withMethods(new Stub(id), new ObjectClient(owner(), className, textOf(id), id.name));
}

/** A stub that came over RPC knows its object's methods only. */
stubObjects.object = (holder, { className, id, name }) =>
  withMethods(Object.create(ServiceStub.prototype), new ObjectClient(holder, className, id, name));

export class DurableObjectNamespace {
  #className;
  constructor(className) {
    this.#className = className;
  }
  idFromName(...args) {
    if (args.length === 0) throw wrongParameter("idFromName", NAMESPACE, 1, "string");
    const name = String(args[0]).toWellFormed();
    return makeId(host.id_from_name(this.#className, name), name);
  }
  newUniqueId(options) {
    requireOwner("newUniqueId");
    requireOptions(options, "newUniqueId", NAMESPACE, 1, "NewUniqueIdOptions");
    return makeId(host.new_unique_id(this.#className), undefined);
  }
  idFromString(...args) {
    if (args.length === 0) throw wrongParameter("idFromString", NAMESPACE, 1, "string");
    return makeId(host.id_from_string(this.#className, String(args[0])), undefined);
  }
  get(...args) {
    if (!(args[0] instanceof DurableObjectId))
      throw wrongParameter("get", NAMESPACE, 1, "DurableObjectId");
    requireOptions(args[1], "get", NAMESPACE, 2, "GetDurableObjectOptions");
    const hint = args[1]?.locationHint;
    if (hint !== undefined) host.location_hint(this.#className, textOf(args[0]), args[0].name, String(hint));
    return makeStub(this.#className, args[0]);
  }
  getByName(...args) {
    if (args.length === 0) throw wrongParameter("getByName", NAMESPACE, 1, "string");
    const [name, options] = args;
    requireOptions(options, "getByName", NAMESPACE, 2, "GetDurableObjectOptions");
    return this.get(this.idFromName(name), options);
  }
  jurisdiction() {
    throw new Error("Jurisdiction restrictions are not implemented in workerd.");
  }
  get [Symbol.toStringTag]() {
    return "DurableObjectNamespace";
  }
}
markPlatformClass(DurableObjectNamespace);

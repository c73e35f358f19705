// RPC as the one who calls sees it: stubs, promises of results, and paths of names on both that are called or read when
// they are used.

import writables from "later:./later/writables.js";
import { host } from "../../js/web/index.js";
import { requireOwner } from "./current.js";
import { foreign } from "./errors.js";
import { nodeOf, setNode } from "./nodes.js";
import { hold, usage } from "./request_holds.js";
import { errorFrom } from "./rpc_errors.js";
import { decode, encode, readCompatibility, refused } from "./rpc_values.js";
import { jsonMethod } from "./stub_json.js";

const DISPOSED = "RPC stub used after being disposed.";

export class RpcTarget {}

/** I/O objects belong to the object, or the request of the Worker, that made them. */
class Belongs {
  constructor(owner) {
    this.owner = owner;
    this.request = owner?.invocation;
  }
  checkOwner(what, type) {
    const owner = requireOwner(what);
    if (this.owner === null) return owner;
    if (owner !== this.owner || (owner.number === 0 && owner.invocation !== this.request)) throw foreign(owner, type);
    return owner;
  }
}

/**
 * An object's own stub: a fresh session for each call. It speaks to the object as it was when it was first used: once that
 * one is reset, it fails for ever with what reset it (spec 1.5, recorded: error-props).
 */
export class ObjectClient extends Belongs {
  #resets = -1;
  constructor(owner, className, id, name) {
    super(owner);
    this.className = className;
    this.id = id;
    this.name = name;
  }
  /** How often the object had been reset when the stub was first used. */
  resets() {
    if (this.#resets < 0) this.#resets = host.resets(this.className, this.id, this.name);
    return this.#resets;
  }
  check(what) {
    return this.checkOwner(what, "OutgoingFactory");
  }
  address() {
    this.check("RPC");
    return [this.className, this.id, this.name, undefined, undefined, undefined];
  }
}

/** An entry point of one of the application's Workers: each call makes an instance, whose ctx.props are these. */
export class EntryClient extends Belongs {
  constructor(owner, worker, entry, props) {
    super(owner);
    Object.assign(this, { worker, entry, props });
  }
  check(what) {
    return this.checkOwner(what, "OutgoingFactory");
  }
  address() {
    this.check("RPC");
    return [undefined, undefined, undefined, undefined, undefined, this.entry];
  }
  envelope(args) {
    return { props: this.props, args };
  }
}

/** A hold on something that another party, or this one, lets others call. */
class StubClient extends Belongs {
  constructor(owner, number) {
    super(owner);
    this.number = number;
    usage.any = true;
  }
  check() {
    this.checkOwner("RPC", "Client");
    if (this.number === null) throw new Error(DISPOSED);
  }
  address() {
    this.check();
    return [undefined, undefined, undefined, this.number, undefined, undefined];
  }
  target() {
    this.check();
    return host.rpc_target_of(this.number);
  }
  dispose() {
    if (this.number === null) return;
    host.rpc_release(this.owner.number, this.number);
    this.number = null;
  }
}

/** The result of a call that was made: pending, then a value or an error. */
class ResultClient {
  constructor(wait, promise) {
    Object.assign(this, { wait, state: "pending", value: undefined, disposed: false });
    // What code sees is the promise behind this one, so that a rejection that nobody handles is told.
    this.promise = promise.then(
      (value) => {
        Object.assign(this, { state: "resolved", value });
        if (this.disposed) disposeValue(value);
        return value;
      },
      (error) => {
        Object.assign(this, { state: "rejected", value: error });
        throw error;
      },
    );
  }
  address() {
    return [undefined, undefined, undefined, undefined, this.wait, undefined];
  }
  dispose() {
    this.disposed = true;
    if (this.state === "resolved") disposeValue(this.value);
  }
}

function disposeValue(value) {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (isObject) value[Symbol.dispose]?.();
}

// ---- calling

/** The entry of the extras for a value that can be called; collects the targets. */
function capabilities(owner, targets, transferred) {
  const add = (target) => targets.push(target) - 1;
  return (value) => {
    const node = nodeOf(value);
    if (node !== undefined) return ofOurs(node, value, add, transferred);
    const isFunction = typeof value === "function";
    if (!isFunction && !(value instanceof RpcTarget) && host.kind_of(value) !== "callable") return undefined;
    return { t: "stub", offer: value, i: add(value) };
  };
}

function ofOurs({ client, path }, value, add, transferred) {
  if (client instanceof ObjectClient && path.length === 0) {
    client.check("RPC");
    return { t: "object", className: client.className, id: client.id, name: client.name };
  }
  if (client instanceof EntryClient && path.length === 0)
    return { t: "entry", worker: client.worker, name: client.entry, props: client.props };
  if (!(client instanceof StubClient) || path.length > 0) throw refused(value); // promises and paths do not cross
  transferred?.push(client);
  return { t: "stub", i: add(client.target()) };
}

/**
 * [bytes, extras, targets as a JSON list] of a value that leaves this owner. Targets are offered only when all the rest
 * is sure to leave.
 */
export function send(owner, value, transferred) {
  const targets = [];
  const { bytes, extras } = encode(value, capabilities(owner, targets, transferred));
  if (targets.length === 0) return [bytes, extras, ""];
  const numbers = targets.map((target) => (typeof target === "number" ? target : offer(owner, target)));
  numbers.forEach((target) => host.rpc_refer(target));
  return [bytes, extras, JSON.stringify(numbers)];
}

/** What this isolate lets others call, by number. */
export const offered = new Map();
/** The Worker's requests that let others call something. */
export const offering = new Set();

function offer(owner, value) {
  usage.any = true;
  if (owner.number === 0) offering.add(owner.invocation);
  const disposer = value[Symbol.dispose];
  const number = host.rpc_offer(owner.number, owner.invocation, typeof disposer === "function");
  offered.set(number, value);
  return number;
}

/** A value that has come in: its stubs belong to the owner whose turn it is. list gets their clients. */
export function receive(owner, bytes, extras, stubs, list) {
  return decode(bytes, extras, (entry) => {
    if (entry.t in stubObjects) return stubObjects[entry.t](owner, entry);
    const client = new StubClient(owner, stubs[entry.i]);
    list.push(client);
    return entry.t === "writable" ? writables().writableInto(makeStub(client)) : makeStub(client);
  });
}

/** Every object that a call yields can dispose of all stubs in it. */
function withDisposer(value, clients) {
  if (typeof value !== "object" || value === null || nodeOf(value) !== undefined) return value;
  const dispose = () => clients.forEach((client) => client.dispose());
  Object.defineProperty(value, Symbol.dispose, { value: dispose, writable: true, configurable: true });
  return value;
}

/** Waits for the answer of a call that has been made. */
function answerOf(owner, wait) {
  const { invocation } = owner;
  return new Promise((resolve, reject) => {
    owner.waits.set(wait, (answer) => {
      owner.invocation = invocation;
      if (answer.error) return reject(errorFrom(answer.error, answer.body));
      const clients = [];
      resolve(withDisposer(receive(owner, answer.body, answer.extras, answer.stubs, clients), clients));
      // Nobody else lets go of what comes when the request is over already.
      if (owner.number === 0 && clients.length > 0) hold(invocation, 0);
    });
  });
}

/** Starts a call (args) or the reading of a property (no args); yields the client of its result. */
function start(client, path, args) {
  let promise;
  let wait = null;
  try {
    const owner = requireOwner("RPC");
    const address = client.address();
    const given = [];
    const value = client.envelope === undefined ? args : client.envelope(args);
    const [bytes, extras, targets] = value === undefined ? [undefined, "", ""] : send(owner, value, given);
    wait = host.rpc_call(
      owner.number, owner.invocation, ...address, JSON.stringify(path), args === undefined, bytes, extras, targets,
      client instanceof ObjectClient ? client.resets() : undefined, client.worker,
    );
    // Before its copies there were none: the argument's stub went over to the callee.
    if (!readCompatibility().duplicates) given.forEach((one) => one.dispose());
    promise = answerOf(owner, wait);
  } catch (error) {
    promise = Promise.reject(error);
  }
  return new ResultClient(wait, promise);
}

const missing = (name) => new TypeError(`The RPC receiver does not implement the method "${name}".`);

/** As start(), of what a call has yielded already: it is here, and stubs in it are called directly. */
function startHere(client, path, args) {
  if (client.state === "rejected") return new ResultClient(null, client.promise);
  try {
    let value = client.value;
    let holder = value;
    for (let i = 0; i < path.length; i++) {
      const node = nodeOf(value);
      if (node !== undefined) return begin(node.client, [...node.path, ...path.slice(i)], args);
      if (typeof value !== "object" || value === null || !(path[i] in value)) throw missing(path[i]);
      holder = value;
      value = value[path[i]];
    }
    const node = nodeOf(value);
    if (node !== undefined) return begin(node.client, node.path, args);
    if (args === undefined) return new ResultClient(null, Promise.resolve(value));
    if (typeof value !== "function") throw new TypeError(`"${path.at(-1) ?? "(this)"}" is not a function.`);
    return new ResultClient(null, Promise.resolve(value.apply(holder, args)));
  } catch (error) {
    return new ResultClient(null, Promise.reject(error));
  }
}

function begin(client, path, args) {
  const isHere = client instanceof ResultClient && (client.state !== "pending" || client.wait === null);
  if (!isHere) return start(client, path, args);
  if (client.state !== "pending") return startHere(client, path, args);
  const settled = client.promise.then(() => begin(client, path, args).promise);
  return new ResultClient(null, settled);
}

// ---- the objects that code sees

/** Names that are found on the object itself: never a call. */
const own = (target, name) =>
  (name !== "prototype" && Object.hasOwn(target, name)) || name in Object.getPrototypeOf(target);
const isReadAsUndefined = (name) => name === "then" || isIndex(name);
const isIndex = (name) => /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4294967295;

const paths = {
  get(target, name, receiver) {
    if (typeof name === "symbol" || own(target, name)) return Reflect.get(target, name, receiver);
    if (isReadAsUndefined(name)) return undefined;
    const { client, path } = nodeOf(target);
    return makeProperty(client, [...path, name]);
  },
  has: (target, name) => typeof name === "string" || name in target,
  apply: (target, receiver, args) => called(nodeOf(target), args),
  construct: (target, args) => called(nodeOf(target), args),
};

const called = ({ client, path }, args) => makePromise(begin(client, path, args));

/** A callable object with no members of its own. */
function callable(prototype, node) {
  const target = function () {};
  delete target.length;
  delete target.name;
  Object.setPrototypeOf(target, prototype);
  setNode(target, node);
  const object = new Proxy(target, paths);
  setNode(object, node);
  return object;
}

const makeProperty = (client, path) => callable(RpcProperty.prototype, { client, path });
const makePromise = (client) => callable(RpcPromise.prototype, { client, path: [] });
const makeStub = (client) => callable(RpcStub.prototype, { client, path: [] });

/** The promise of a promise's result or of a property's value, which is read anew each time. */
function promised(object) {
  const { client, path } = nodeOf(object);
  return path.length === 0 && client instanceof ResultClient ? client.promise : begin(client, path, undefined).promise;
}

class Thenable {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
  then(fulfilled, rejected) {
    return promised(this).then(fulfilled, rejected);
  }
  catch(rejected) {
    return promised(this).catch(rejected);
  }
  finally(settled) {
    return promised(this).finally(settled);
  }
}
const members = Object.getOwnPropertyDescriptors(Thenable.prototype);
delete members.constructor;

export class RpcProperty {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
}
export class RpcPromise {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
  [Symbol.dispose]() {
    nodeOf(this).client.dispose();
  }
}
for (const Class of [RpcProperty, RpcPromise]) Object.defineProperties(Class.prototype, members);

export class RpcStub {
  constructor(target) {
    const isObject = (typeof target === "object" && target !== null) || typeof target === "function";
    if (!isObject)
      throw new TypeError("Failed to construct 'JsRpcStub': constructor parameter 1 is not of type 'Object'.");
    const owner = requireOwner("RpcStub");
    return makeStub(new StubClient(owner, host.rpc_own_stub(offer(owner, target))));
  }
  dup() {
    const { client } = nodeOf(this);
    client.check();
    return makeStub(new StubClient(client.owner, host.rpc_duplicate(client.number)));
  }
  [Symbol.dispose]() {
    nodeOf(this).client.dispose();
  }
}
for (const Class of [RpcProperty, RpcPromise, RpcStub])
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `Js${Class.name}`, configurable: true });

/** Make the stub of an object or an entry point that came as a value; set by the modules that know such stubs. */
export const stubObjects = { object: undefined, entry: undefined };

/** A stub whose every other name is a method: object has the names that are not. apply: what a call of it yields. */
export function withMethods(object, client, apply) {
  const node = { client, path: [], apply };
  setNode(object, node);
  const stub = new Proxy(object, methods);
  setNode(stub, node);
  return stub;
}

const methods = {
  get(target, name, receiver) {
    if (typeof name === "symbol" || name in target) return Reflect.get(target, name, receiver);
    if (isReadAsUndefined(name) || !readCompatibility().rpc) return undefined;
    const property = makeProperty(nodeOf(target).client, [name]);
    return name === "toJSON" ? jsonMethod(property, target) : property;
  },
  has: (target, name) => name in target || (typeof name === "string" && readCompatibility().rpc),
  set: (target, name, value, receiver) => !Object.hasOwn(target, name) && Reflect.set(target, name, value, receiver),
  deleteProperty: (target, name) => !Object.hasOwn(target, name),
  apply: (target, receiver, args) => nodeOf(target).apply(...args),
};

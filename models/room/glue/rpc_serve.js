// RPC as the one who is called sees it: finding the method or property, running it, answering.

import { host, platformClass } from "../../js/web/index.js";
import { during, owners } from "./current.js";
import { describeForCaller } from "./errors.js";
import { encodeThrown } from "./rpc_errors.js";
import { environment } from "./environment.js";
import { exported } from "./exported.js";
import { offered, offering, receive, send } from "./rpc.js";
import { nodeOf } from "./nodes.js";
import { hold, usage } from "./request_holds.js";
import { ExecutionContext } from "./worker.js";

/** The promise of each call's result, for calls that are pipelined on it; by call. */
const results = new Map();

const RESERVED = new Set(
  "alarm connect constructor dup fetch webSocketClose webSocketError webSocketMessage".split(" "),
);

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
const missing = (name) => new TypeError(`The RPC receiver does not implement the method "${name}".`);

/** A name of a plain object or function is looked for on itself, one of a class instance on its classes only. */
function read(holder, name) {
  if (!isObject(holder)) throw missing(name);
  if (nodeOf(holder) !== undefined) return holder[name]; // a stub of somebody else
  const plain =
    typeof holder === "function" || Array.isArray(holder) || Object.getPrototypeOf(holder) === Object.prototype;
  if (plain !== Object.hasOwn(holder, name)) throw missing(name);
  if (!plain && platformClass(holder) !== undefined) throw missing(name); // a Response, say: it crosses, its methods do not
  const value = holder[name];
  // A Proxy may yield what it does not say that it has.
  if (!plain && ((value === undefined && !(name in holder)) || value === Object.prototype[name])) throw missing(name);
  return value;
}

/** Whether instance fields are out of reach, and names reserved, is decided by what the path starts from. */
function run(base, path, args, isEntry) {
  if (isEntry && RESERVED.has(path[0]))
    throw new TypeError(`'${path[0]}' is a reserved method and cannot be called over RPC.`);
  let holder = base;
  let value = base;
  path.forEach((name, i) => {
    holder = value;
    value = read(holder, name);
    if (i + 1 < path.length && !isObject(value)) throw missing(name);
  });
  if (args === undefined) return value;
  if (typeof value !== "function") throw new TypeError(`"${path.at(-1) ?? "(this)"}" is not a function.`);
  return nodeOf(holder) !== undefined && path.length > 0 ? value(...args) : value.apply(holder, args);
}

function forgetDead() {
  for (const target of host.rpc_dead_targets()) offered.delete(target);
  for (const call of host.rpc_dead_calls()) results.delete(call);
}

/** A handler of an entry point that is no class: it gets one argument, the environment and the context. */
function handlerOf(entry, ctx) {
  return new Proxy(entry, {
    get(holder, name) {
      const handler = holder[name];
      if (typeof handler !== "function") return handler;
      return (...args) => {
        if (args.length !== 1)
          throw new TypeError(
            `Attempted to call RPC function "${name}" with the wrong number of arguments. When calling a top-level ` +
              "handler function that is not declared as part of a class, you must always send exactly one argument. In " +
              "order to support variable numbers of arguments, the server must use class-based syntax (extending " +
              "WorkerEntrypoint) instead.",
          );
        return handler.call(holder, args[0], environment, ctx);
      };
    },
  });
}

/** An entry point of the Worker for one call. */
function entryPoint(name, invocation, props) {
  const entry = exported[name];
  const ctx = new ExecutionContext(invocation, props);
  return typeof entry === "function" ? new entry(ctx, environment) : handlerOf(entry, ctx);
}

/** The call itself: {props, args} for an entry point of the Worker, else the arguments. */
function begin(owner, invocation, target, entry, names, args) {
  if (target !== 0) return run(offered.get(target), names, args, false);
  if (entry === "") return run(owner.object, names, args, true);
  const object = entryPoint(entry, invocation, args.props);
  return run(object, names, args.args, true);
}

/** A call on the object or an entry point (entry), something it offered (target), or the result of a call (base). */
export function rpc(number, invocation, call, target, base, entry, path, reads, bytes, extras, stubs) {
  const owner = owners.get(number);
  forgetDead();
  if (number === 0) owner.invocation = invocation;
  during(owner, () => {
    const parameters = [];
    if (entry !== "") {
      usage.any = true; // the host hears when the request is over
      hold(invocation, 1);
    }
    const numbers = stubs === "" ? [] : JSON.parse(stubs);
    const args = reads && entry === "" ? undefined : receive(owner, bytes, extras, numbers, parameters);
    const names = JSON.parse(path);
    const result =
      base !== 0
        ? Promise.resolve(results.get(base)).then((value) => run(value, names, args, false))
        : new Promise((resolve) => resolve(begin(owner, invocation, target, entry, names, args)));
    results.set(call, result);
    result
      .then(
        (value) => answer(owner, invocation, call, value, parameters),
        (thrown) => fail(owner, invocation, call, thrown, parameters),
      )
      .then(() => {
        if (entry !== "" && !offering.has(invocation)) hold(invocation, -1);
      });
  });
}

/** What came in as an argument is let go before the answer; a stub that goes out with it is the caller's from now on. */
function answer(owner, invocation, call, value, parameters) {
  let sent;
  const handedOn = [];
  try {
    sent = send(owner, value, handedOn);
  } catch (error) {
    return fail(owner, invocation, call, error, parameters, error instanceof DOMException);
  }
  [...parameters, ...handedOn].forEach((client) => client.dispose());
  host.rpc_answered(owner.number, invocation, call, ...sent);
}

/** What the runtime itself says of a result crosses without the object's id (recorded: rpc-values). */
function fail(owner, invocation, call, thrown, parameters, asValue = true) {
  parameters.forEach((client) => client.dispose());
  host.rpc_failed(owner.number, invocation, call, ...describeForCaller(thrown, asValue ? encodeThrown(thrown) : null));
}

/** Nobody can call it any more: its own disposer runs. */
export function rpc_dispose(number, request, target) {
  const owner = owners.get(number);
  const value = offered.get(target);
  offered.delete(target);
  if (owner === undefined || value === undefined) return;
  if (number === 0) owner.invocation = request;
  during(owner, () => value[Symbol.dispose]());
}

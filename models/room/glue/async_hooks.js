// The module "node:async_hooks": values that follow a chain of calls across awaits, timers and callbacks. The engine hands
// one value from each job's cause to the job (host.async_frame): here a Map from each AsyncLocalStorage to what it holds.

import { host } from "../../js/web/index.js";

let used = false; // nobody pays for what no code asks for

function runIn(frame, call, self, args) {
  const before = host.async_frame();
  host.set_async_frame(frame);
  try {
    return Reflect.apply(call, self, args);
  } finally {
    host.set_async_frame(before);
  }
}

const kUpgrade = Symbol("upgrade");

/** Runs the handler of an upgrade; whatever it leads to knows which one it is. */
export function handlingUpgrade(invocation, call) {
  return runIn(new Map([[kUpgrade, invocation]]), call, undefined, []);
}

/** The upgrade that the running code handles, if it does. */
export const upgrade = () => host.async_frame()?.get(kUpgrade);

/** The function as it would run here and now, whenever it is called. */
export function boundToFrame(call) {
  if (!used) return call;
  const frame = host.async_frame();
  return function (...args) {
    return runIn(frame, call, this, args);
  };
}

const notHere = (name) => {
  throw new Error(`${name}() is not implemented`);
};

class AsyncLocalStorage {
  #defaultValue;
  #name;
  constructor(options) {
    used = true;
    this.#defaultValue = options?.defaultValue;
    this.#name = options?.name === undefined ? "" : `${options.name}`;
  }
  get name() {
    return this.#name;
  }
  run(store, callback, ...args) {
    return runIn(new Map(host.async_frame()).set(this, store), callback, undefined, args);
  }
  exit(callback, ...args) {
    return this.run(undefined, callback, ...args);
  }
  getStore() {
    const frame = host.async_frame();
    return frame?.has(this) ? frame.get(this) : this.#defaultValue;
  }
  enterWith() {
    notHere("asyncLocalStorage.enterWith");
  }
  disable() {
    notHere("asyncLocalStorage.disable");
  }
  static bind(callback) {
    return boundToFrame(callback);
  }
  static snapshot() {
    const frame = host.async_frame();
    return (callback, ...args) => runIn(frame, callback, undefined, args);
  }
}

class AsyncResource {
  #frame = host.async_frame();
  type;
  constructor(type) {
    used = true;
    this.type = type;
  }
  runInAsyncScope(callback, self, ...args) {
    return runIn(this.#frame, callback, self, args);
  }
  bind(callback, self) {
    const resource = this;
    return function (...args) {
      return resource.runInAsyncScope(callback, self ?? this, ...args);
    };
  }
  static bind(callback, type, self) {
    return new AsyncResource(type ?? (callback.name || "bound-anonymous-fn")).bind(callback, self);
  }
  asyncId() {
    return 0;
  }
  triggerAsyncId() {
    return 0;
  }
  emitDestroy() {
    return this;
  }
}

export function asyncHooks() {
  const all = {
    AsyncLocalStorage,
    AsyncResource,
    createHook: () => ({ enable: () => undefined, disable: () => undefined }),
    executionAsyncId: () => 0,
    executionAsyncResource: () => ({}),
    triggerAsyncId: () => 0,
    asyncWrapProviders: {},
  };
  return { ...all, default: all };
}

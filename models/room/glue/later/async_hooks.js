// The module "node:async_hooks".

import { host } from "../../../js/web/index.js";
import { boundToFrame, frames, runIn } from "../async_hooks.js";

const notHere = (name) => {
  throw new Error(`${name}() is not implemented`);
};

class AsyncLocalStorage {
  #defaultValue;
  #name;
  constructor(options) {
    frames.used = true;
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
    frames.used = true;
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

// node:timers, whose functions are global ones from a compatibility date on (recorded on workerd 1.20261117).
import promises from "node:timers/promises";
import * as native from "./native_timers.js";

function requireFunction(callback) {
  if (typeof callback === "function") return;
  const shown = typeof callback === "string" ? `'${callback}'` : String(callback);
  const received = callback === undefined || callback === null ? `${callback}` : `type ${typeof callback} (${shown})`;
  throw Object.assign(new TypeError(`The "callback" argument must be of type function. Received ${received}`), {
    code: "ERR_INVALID_ARG_TYPE",
  });
}

export class Timeout {
  #start;
  #id;
  #referenced = true;
  constructor(start) {
    this.#start = start;
    this.#id = start();
  }
  refresh() {
    native.clearTimeout(this.#id);
    this.#id = this.#start();
    return this;
  }
  unref() {
    this.#referenced = false;
    return this;
  }
  ref() {
    this.#referenced = true;
    return this;
  }
  hasRef() {
    return this.#referenced;
  }
  close() {
    native.clearTimeout(this.#id);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.#id;
  }
  [Symbol.dispose]() {
    this.close();
  }
}

export function setTimeout(callback, after, ...args) {
  requireFunction(callback);
  return new Timeout(() => native.setTimeout(callback, after, ...args));
}
export function setInterval(callback, repeat, ...args) {
  requireFunction(callback);
  return new Timeout(() => native.setInterval(callback, repeat, ...args));
}
export function clearTimeout(timer) {
  if (timer instanceof Timeout) timer.close();
  else if (typeof timer === "number") native.clearTimeout(timer);
}
export function clearInterval(timer) {
  clearTimeout(timer);
}

class Immediate {
  #id;
  #referenced = true;
  constructor(callback, args) {
    this.#id = native.setTimeout(callback, 0, ...args);
  }
  ref() {
    this.#referenced = true;
    return this;
  }
  unref() {
    this.#referenced = false;
    return this;
  }
  hasRef() {
    return this.#referenced;
  }
  [Symbol.toPrimitive]() {
    return this.#id;
  }
  [Symbol.dispose]() {
    clearImmediate(this);
  }
}

export function setImmediate(callback, ...args) {
  requireFunction(callback);
  return new Immediate(callback, args);
}
export function clearImmediate(immediate) {
  if (immediate instanceof Immediate) native.clearTimeout(+immediate);
}

export default { setTimeout, setInterval, clearTimeout, clearInterval, setImmediate, clearImmediate, promises };

// node:timers, and the two global functions that come with it.
import promises from "node:timers/promises";

class Immediate {
  constructor(callback, args) {
    this.timer = setTimeout(callback, 0, ...args);
    Object.defineProperty(this, "timer", { enumerable: false });
  }
  ref() { return this; }
  unref() { return this; }
  hasRef() { return true; }
  [Symbol.dispose]() { clearImmediate(this); }
}

export function setImmediate(callback, ...args) {
  if (typeof callback !== "function") throw new TypeError('The "callback" argument must be of type function.');
  return new Immediate(callback, args);
}
export function clearImmediate(immediate) {
  clearTimeout(immediate?.timer);
}

const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
export default { setTimeout, setInterval, clearTimeout, clearInterval, setImmediate, clearImmediate, promises };

// What the flag nodejs_compat puts on the global object; a module is evaluated when its name is first used.
import "./native_timers.js";

/** make: what returns the value. */
export function global(name, make, enumerable) {
  const define = (value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable,
    get: () => define(make())[name],
    set: define,
  });
}

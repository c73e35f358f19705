// What the flag nodejs_compat puts on the global object; a module is evaluated when its name is first used.
/** make: what returns the value. */
export function global(name, make) {
  const define = (value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get: () => define(make())[name],
    set: define,
  });
}

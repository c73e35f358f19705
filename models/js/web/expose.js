// Gives a class the shape that the runtime's own classes have.
import { illegalInvocation } from "./errors.js";

const exposed = new Set();

function admit(self, count, brand, className, name, types) {
  if (!brand(self)) throw illegalInvocation();
  if (types === undefined || count >= types.length) return;
  throw new TypeError(
    `Failed to execute '${String(name)}' on '${className}': parameter ${count + 1} is not of type '${types[count]}'.`,
  );
}

/// The method that lets nobody in who may not call `fn`, by its number of parameters. A function whose length is defined
/// anew has a shape and a dictionary of its own, which every context would have to make.
const kByLength = [
  (fn, brand, className, name, types) => ({
    [name]() {
      admit(this, arguments.length, brand, className, name, types);
      return fn.apply(this, arguments);
    },
  })[name],
  (fn, brand, className, name, types) => ({
    [name](_a) {
      admit(this, arguments.length, brand, className, name, types);
      return fn.apply(this, arguments);
    },
  })[name],
  (fn, brand, className, name, types) => ({
    [name](_a, _b) {
      admit(this, arguments.length, brand, className, name, types);
      return fn.apply(this, arguments);
    },
  })[name],
  (fn, brand, className, name, types) => ({
    [name](_a, _b, _c) {
      admit(this, arguments.length, brand, className, name, types);
      return fn.apply(this, arguments);
    },
  })[name],
];

const promiseReturning = Object.getPrototypeOf(async () => {});

function checked(fn, brand, className, name, types) {
  // A promise-returning method reports even a wrong receiver through its promise.
  if (Object.getPrototypeOf(fn) === promiseReturning) {
    return {
      async [name](...args) {
        admit(this, args.length, brand, className, name, types);
        return fn.apply(this, args);
      },
    }[name];
  }
  if (fn.length < kByLength.length) return kByLength[fn.length](fn, brand, className, name, types);
  const method = kByLength[0](fn, brand, className, name, types);
  return Object.defineProperty(method, "length", { value: fn.length, configurable: true });
}

/// Makes members enumerable, adds Symbol.toStringTag, and lets no member run on a foreign receiver or with fewer
/// arguments than `required` names types for, with the runtime's texts. `brand` says whether a value is of the class.
export function expose(Class, { brand, required = {} }) {
  const name = Class.name;
  for (const key of Reflect.ownKeys(Class.prototype)) {
    if (key === "constructor") continue;
    const property = Object.getOwnPropertyDescriptor(Class.prototype, key);
    if (property.get) {
      const { get, set } = property;
      property.get = { [key]() { if (!brand(this)) throw illegalInvocation(); return get.call(this); } }[key];
      if (set) property.set = { [key](v) { if (!brand(this)) throw illegalInvocation(); set.call(this, v); } }[key];
    } else if (typeof property.value === "function") {
      property.value = checked(property.value, brand, name, key, required[key]);
    }
    property.enumerable = typeof key === "string";
    Object.defineProperty(Class.prototype, key, property);
  }
  if (!Object.hasOwn(Class.prototype, Symbol.toStringTag)) {
    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  }
  if (Class.length > 0) Object.defineProperty(Class, "length", { value: 0, configurable: true });
  exposed.add(Class);
  return Class;
}

/// Counts a class that has its shape already among the platform's own.
export function markPlatformClass(Class) {
  exposed.add(Class);
}

/// The class name of a platform object ("URL", "Headers", ...), or undefined: such objects are no plain data, and
/// structured clone refuses most of them.
export function platformClass(value) {
  for (let p = Object.getPrototypeOf(value); p; p = Object.getPrototypeOf(p)) {
    if (exposed.has(p.constructor)) return p.constructor.name;
  }
  return undefined;
}

export function wrongParameter(where, index, type) {
  return new TypeError(`Failed to ${where}: parameter ${index} is not of type '${type}'.`);
}
export function wrongConstructorParameter(className, index, type) {
  return new TypeError(`Failed to construct '${className}': constructor parameter ${index} is not of type '${type}'.`);
}

/// Installs a global as the runtime does: writable, configurable, not enumerable.
export function defineGlobal(name, value, enumerable = false) {
  // The bundle may have given a function another one.
  if (typeof value === "function" && value.name !== name) Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
}

/// Installs globals that are made when code first looks at them: load() gives an object that has them. Outside of the
/// engine, which has the means, they are made at once.
export function defineLater(load, names, enumerable = false) {
  for (const name of names) {
    if (globalThis.__dormouse_later === undefined) defineGlobal(name, load()[name], enumerable);
    else globalThis.__dormouse_later(name, load, enumerable);
  }
}

// Gives a class the shape that the runtime's own classes have.
import { illegalInvocation } from "./errors.js";

const exposed = new Set();

function checked(fn, brand, className, name, types) {
  const required = types?.length ?? 0;
  const method = {
    [name](...args) {
      if (!brand(this)) throw illegalInvocation();
      if (args.length < required) {
        throw new TypeError(
          `Failed to execute '${String(name)}' on '${className}': parameter ${args.length + 1} is not of type ` +
            `'${types[args.length]}'.`,
        );
      }
      return fn.apply(this, args);
    },
  }[name];
  Object.defineProperty(method, "length", { value: fn.length, configurable: true });
  // A promise-returning method reports even a wrong receiver through its promise.
  if (Object.getPrototypeOf(fn) !== Object.getPrototypeOf(async () => {})) return method;
  return { async [name](...args) { return method.apply(this, args); } }[name];
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
  Object.defineProperty(Class, "length", { value: 0, configurable: true });
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
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
}

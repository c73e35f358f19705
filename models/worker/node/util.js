// node:util: inspection and formatting from `node-inspect-extracted`; the rest is small.
import { dequal } from "dequal";
import inspection from "node-inspect-extracted";
import { MIMEParams, MIMEType } from "unenv/node/util";
import types from "node:util/types";

const { inspect, format, formatWithOptions, stripVTControlCharacters } = inspection;
const custom = Symbol.for("nodejs.util.promisify.custom");

function shown(value) {
  if (value === undefined || value === null) return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  return `type ${typeof value} (${inspect(value)})`;
}

function wrongType(name, wanted, value, kind = "argument") {
  return Object.assign(new TypeError(`The "${name}" ${kind} must be ${wanted}. Received ${shown(value)}`), { code: "ERR_INVALID_ARG_TYPE" });
}

function promisify(original) {
  if (typeof original !== "function") throw wrongType("original", "of type function", original);
  if (original[custom]) return Object.defineProperty(original[custom], custom, { value: original[custom], configurable: true });
  function promised(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, value) => (error ? reject(error) : resolve(value))]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  return Object.defineProperties(promised, { ...Object.getOwnPropertyDescriptors(original), [custom]: { value: promised, configurable: true } });
}
promisify.custom = custom;

function callbackify(original) {
  if (typeof original !== "function") throw wrongType("original", "of type function", original);
  return function (...args) {
    const done = args.pop();
    if (typeof done !== "function") throw wrongType("last argument", "of type function", done);
    const later = (...given) => queueMicrotask(() => Reflect.apply(done, this, given));
    Reflect.apply(original, this, args).then(
      (value) => later(null, value),
      (reason) => later(reason || Object.assign(new Error("Promise was rejected with falsy value"), { reason })),
    );
  };
}

function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw wrongType("ctor", "of type function", ctor);
  if (superCtor === undefined || superCtor === null) throw wrongType("superCtor", "of type function", superCtor);
  if (superCtor.prototype === undefined) throw wrongType("superCtor.prototype", "of type object", superCtor.prototype, "property");
  Object.defineProperty(ctor, "super_", { value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

function deprecate(call, message, code) {
  let told = false;
  return function deprecated(...args) {
    if (!told) console.warn(`DeprecationWarning: ${code ? `[${code}] ` : ""}${message}`);
    told = true;
    return new.target ? Reflect.construct(call, args, new.target) : Reflect.apply(call, this, args);
  };
}

const debuglog = () => Object.assign(() => undefined, { enabled: false });

export default {
  MIMEParams, MIMEType, TextDecoder, TextEncoder, callbackify, debug: debuglog, debuglog, deprecate, format, formatWithOptions,
  inherits, inspect, isDeepStrictEqual: dequal, promisify, stripVTControlCharacters, types,
  _extend: (target, source) => (typeof source === "object" && source !== null ? Object.assign(target, source) : target),
  isArray: Array.isArray,
  log: (...args) => console.log(format(...args)),
  toUSVString: (text) => `${text}`.toWellFormed(),
};

// node:util/types: by the tags that the language itself gives its objects.
const tag = (value) => (typeof value === "object" && value !== null ? Object.prototype.toString.call(value).slice(8, -1) : "");
const is = (...names) => (value) => names.includes(tag(value));
const typed = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const isTyped = (name) => (value) => typed.call(value) === name;
const functionTag = (value) => (typeof value === "function" ? Object.prototype.toString.call(value).slice(8, -1) : "");

const arrays = ["Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array", "Int32Array",
  "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"];
const boxed = ["Number", "String", "Boolean", "BigInt", "Symbol"];

export default {
  ...Object.fromEntries(arrays.map((name) => [`is${name}`, isTyped(name)])),
  ...Object.fromEntries(boxed.map((name) => [`is${name}Object`, is(name)])),
  isAnyArrayBuffer: is("ArrayBuffer", "SharedArrayBuffer"),
  isArgumentsObject: is("Arguments"),
  isArrayBuffer: is("ArrayBuffer"),
  isArrayBufferView: ArrayBuffer.isView,
  isAsyncFunction: (value) => /^Async/.test(functionTag(value)),
  isBoxedPrimitive: is(...boxed),
  isCryptoKey: is("CryptoKey"),
  isDataView: is("DataView"),
  isDate: is("Date"),
  isExternal: () => false,
  isGeneratorFunction: (value) => /GeneratorFunction$/.test(functionTag(value)),
  isGeneratorObject: is("Generator", "AsyncGenerator"),
  isKeyObject: is("KeyObject"),
  isMap: is("Map"),
  isMapIterator: is("Map Iterator"),
  isModuleNamespaceObject: is("Module"),
  isNativeError: (value) => value instanceof Error,
  isPromise: is("Promise"),
  isRegExp: is("RegExp"),
  isSet: is("Set"),
  isSetIterator: is("Set Iterator"),
  isSharedArrayBuffer: is("SharedArrayBuffer"),
  isTypedArray: (value) => typed.call(value) !== undefined,
  isWeakMap: is("WeakMap"),
  isWeakSet: is("WeakSet"),
};

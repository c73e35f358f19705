// What both synchronous interfaces of storage give: iterators like the language's own.

import { host } from "../../../js/web/index.js";

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
/** A class's instances become iterators like the language's own, with map(), take() and the like. */
export function becomesIterator(Class) {
  Object.setPrototypeOf(Class.prototype, IteratorPrototype);
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

let endWithValue; // whether {done: true} has a value: a matter of the compatibility date
export function ended() {
  endWithValue ??= host.compatible_since("2025-12-03");
  return endWithValue ? { done: true, value: undefined } : { done: true };
}

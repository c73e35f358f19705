// The only clock and the only random source: the simulation's.
import { expose } from "./expose.js";
import { host } from "./host.js";

const RealDate = Date;

function SealedDate(...args) {
  if (new.target === undefined) return new RealDate(host.now()).toString();
  return Reflect.construct(RealDate, args.length === 0 ? [host.now()] : args, new.target);
}
for (const [name, value] of [["name", "Date"], ["length", 7], ["prototype", RealDate.prototype]]) {
  Object.defineProperty(SealedDate, name, { value, writable: false, enumerable: false });
}
for (const [name, value] of [["now", function now() { return host.now(); }], ["parse", RealDate.parse], ["UTC", RealDate.UTC]]) {
  Object.defineProperty(SealedDate, name, { value, writable: true, configurable: true });
}
Object.defineProperty(RealDate.prototype, "constructor", { value: SealedDate, writable: true, configurable: true });
export { SealedDate as Date };

/// format() and formatToParts() without a date show the present: the simulation's.
export function sealDateTimeFormat() {
  const prototype = Intl.DateTimeFormat.prototype;
  const bound = new WeakMap();
  const formatOf = Object.getOwnPropertyDescriptor(prototype, "format").get;
  const format = {
    get format() {
      const original = formatOf.call(this);
      let sealed = bound.get(original);
      if (!sealed) {
        sealed = (date) => original(date === undefined ? host.now() : date);
        bound.set(original, sealed);
      }
      return sealed;
    },
  };
  const { get } = Object.getOwnPropertyDescriptor(format, "format");
  Object.defineProperty(prototype, "format", { get, configurable: true });
  const toParts = prototype.formatToParts;
  prototype.formatToParts = function formatToParts(date) {
    return toParts.call(this, date === undefined ? host.now() : date);
  };
  Object.defineProperty(prototype, "formatToParts", { enumerable: false });
}

let isPerformance;
class Performance {
  #brand;
  /// Zero, as in the runtime: now() is the time since the epoch.
  get timeOrigin() { return 0; }
  now() { return host.now(); }
  static { isPerformance = (v) => typeof v === "object" && v !== null && #brand in v; }
}
expose(Performance, { brand: isPerformance });
export const performance = new Performance();

export function sealRandom() {
  const random = { random() { return host.random(); } }.random;
  Object.defineProperty(Math, "random", { value: random, writable: true, configurable: true });
}

// The global object's own events, microtasks and small properties.
import { host } from "./host.js";
import { NotModelledError } from "./errors.js";
import { defineGlobal, expose, wrongParameter } from "./expose.js";
import { ErrorEvent, EventTarget } from "./events.js";

const events = new EventTarget();
let making = true;

class Navigator {
  #brand;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  get userAgent() { return "Cloudflare-Workers"; }
  get platform() { return "linux"; }
  get hardwareConcurrency() { return 1; }
  get language() { return "en"; }
  get languages() { return ["en"]; }
  static isNavigator(v) { return typeof v === "object" && v !== null && #brand in v; }
}
const { isNavigator } = Navigator;
delete Navigator.isNavigator;
expose(Navigator, { brand: isNavigator });

class Scheduler {
  async wait(ms, options) {
    options?.signal?.throwIfAborted();
    if (typeof globalThis.setTimeout !== "function") throw new NotModelledError("scheduler.wait()");
    return new Promise((resolve, reject) => {
      const timer = globalThis.setTimeout(resolve, ms);
      options?.signal?.addEventListener("abort", () => {
        globalThis.clearTimeout(timer);
        reject(options.signal.reason);
      });
    });
  }
}
expose(Scheduler, { brand: (v) => v instanceof Scheduler, required: { wait: ["number"] } });

class ServiceWorkerGlobalScope extends EventTarget {
  constructor() { throw new TypeError("Illegal constructor"); }
}

/// Sends an event to the listeners that user code added to the global object; false if one prevented the default.
export function dispatchGlobal(event) {
  return events.dispatchEvent(event);
}

/// What happens to an error that nobody caught: an `error` event, then the host hears of it.
export function reportError(error) {
  const message = `Uncaught ${error}`;
  if (dispatchGlobal(new ErrorEvent("error", { message, error, cancelable: true }))) host.report_uncaught(error);
}

const settled = Promise.resolve();
const then = Promise.prototype.then;

export function queueMicrotask(callback) {
  if (typeof callback !== "function") {
    throw wrongParameter("execute 'queueMicrotask' on 'ServiceWorkerGlobalScope'", 1, "function");
  }
  then.call(settled, () => {
    try {
      callback();
    } catch (error) {
      reportError(error);
    }
  });
}

export function installGlobal() {
  defineGlobal("self", globalThis, true);
  defineGlobal("origin", "null", true);
  defineGlobal("navigator", new Navigator(), true);
  making = false;
  defineGlobal("scheduler", new Scheduler(), true);
  defineGlobal("Navigator", Navigator);
  defineGlobal("ServiceWorkerGlobalScope", ServiceWorkerGlobalScope);
  defineGlobal("queueMicrotask", queueMicrotask);
  defineGlobal("reportError", reportError);
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
    defineGlobal(name, events[name].bind(events));
  }
  Object.defineProperty(globalThis, Symbol.toStringTag, { value: "ServiceWorkerGlobalScope", configurable: true });
}

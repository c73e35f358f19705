// The global object's own events, microtasks and small properties.
import eventClasses from "later:./later/event_classes.js";
import { host } from "./host.js";
import { NotModelledError } from "./errors.js";
import { structuredClone } from "./clone.js";
import { defineGlobal, expose, wrongParameter } from "./expose.js";
import { EventTarget, listens } from "./events.js";

const events = new EventTarget();
let making = true;

let isNavigator;
class Navigator {
  #brand;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
    const properties = {
      languages: ["en"], language: "en", platform: "", hardwareConcurrency: 1, userAgent: "Cloudflare-Workers",
    };
    for (const [name, value] of Object.entries(properties)) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true });
    }
  }
  sendBeacon() { throw new NotModelledError("navigator.sendBeacon()", "Use fetch()."); }
  static { isNavigator = (v) => typeof v === "object" && v !== null && #brand in v; }
}
expose(Navigator, { brand: isNavigator });

/// A reason on its way out of the runtime is a copy, and an error (recorded).
function thrownFor(reason) {
  return typeof reason === "object" && reason !== null ? structuredClone(reason) : new Error(`${reason}`);
}

class Scheduler {
  async wait(ms, options) {
    const signal = options?.signal;
    if (signal?.aborted) throw thrownFor(signal.reason);
    if (typeof globalThis.setTimeout !== "function") throw new NotModelledError("scheduler.wait()");
    return new Promise((resolve, reject) => {
      const timer = globalThis.setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        globalThis.clearTimeout(timer);
        reject(thrownFor(signal.reason));
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

export const listensGlobal = (type) => listens(events, type);

/// Where the user's code was: by an error's stack, or by the present one.
function placeOf(error) {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : new Error().stack;
  for (const line of `${stack}`.split("\n")) {
    const [, filename, lineno, colno] = /([^\s()]+):(\d+):(\d+)\)?$/.exec(line) ?? [];
    if (filename !== undefined && !filename.startsWith("dormouse:")) return { filename, lineno, colno };
  }
  return {};
}

/// What happens to an error that nobody caught: an `error` event, then the host hears of it.
export function reportError(...args) {
  if (args.length === 0) throw wrongParameter("execute 'reportError' on 'ServiceWorkerGlobalScope'", 1, "Value");
  const [error] = args;
  const message = `Uncaught ${error}`;
  const { ErrorEvent } = eventClasses();
  if (dispatchGlobal(new ErrorEvent("error", { message, error, ...placeOf(error) }))) host.report_uncaught(error);
}

const settled = Promise.resolve();
const then = Promise.prototype.then;

export function queueMicrotask(callback) {
  if (typeof callback !== "function") {
    throw wrongParameter("execute 'queueMicrotask' on 'ServiceWorkerGlobalScope'", 1, "function");
  }
  then.call(settled, () => {
    try {
      callback.call(globalThis);
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

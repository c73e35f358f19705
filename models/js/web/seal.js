// Takes out of the language what would show real time, threads or the garbage collector.
import { NotModelledError } from "./errors.js";
import { defineGlobal } from "./expose.js";

/// Never calls back: when an object is collected depends on the machine.
class FinalizationRegistry {
  constructor(cleanup) {
    if (typeof cleanup !== "function") throw new TypeError("FinalizationRegistry: cleanup must be callable");
  }
  register() {}
  unregister() { return false; }
}

/// Keeps its target: deref() must not depend on when the collector runs.
class WeakRef {
  #target;
  constructor(target) {
    if ((typeof target !== "object" && typeof target !== "function" && typeof target !== "symbol") || target === null) {
      throw new TypeError("WeakRef: target must be an object");
    }
    this.#target = target;
  }
  deref() { return this.#target; }
}

function sealAtomics() {
  Atomics.wait = function wait() { throw new TypeError("Atomics.wait cannot be called in this context"); };
  Atomics.waitAsync = function waitAsync() {
    throw new NotModelledError("Atomics.waitAsync()", "There is one thread; use a promise.");
  };
}

// Compiling in the background ends at a moment that depends on the machine.
export function sealWebAssembly() {
  if (typeof WebAssembly === "undefined") return;
  const { Instance, Module } = WebAssembly;
  const refuse = (name) => async () => {
    throw new NotModelledError(`WebAssembly.${name}() of bytes`, "Import the .wasm file as a module.");
  };
  WebAssembly.compile = refuse("compile");
  WebAssembly.compileStreaming = refuse("compileStreaming");
  WebAssembly.instantiateStreaming = refuse("instantiateStreaming");
  WebAssembly.instantiate = async function instantiate(module, imports) {
    if (!(module instanceof Module)) return refuse("instantiate")();
    return new Instance(module, imports);
  };
}

export function seal() {
  for (const Class of [FinalizationRegistry, WeakRef]) {
    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
    defineGlobal(Class.name, Class);
  }
  // Absent from the runtime too; its Now reads the machine's clock and zone.
  delete globalThis.Temporal;
  delete Date.prototype.toTemporalInstant;
  sealAtomics();
  sealWebAssembly();
}

import { DOMException, NotModelledError } from "./errors.js";
import { expose, wrongParameter } from "./expose.js";
import { EventTarget, HandlerAttribute, trustedEvent } from "./events.js";
import { refuseGlobalScope } from "./host.js";

/// What the runtime itself aborts with may be tried again (recorded: web-abort).
const aborted = (message, name) => Object.assign(new DOMException(message, name), { retryable: true });

let making = false;

function makeSignal() {
  making = true;
  try {
    return new AbortSignal();
  } finally {
    making = false;
  }
}

let abortSignalInternals;
export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #onabort = new HandlerAttribute(this, "abort");
  // Of any(): the signals made of this one, and those that this one was made of.
  #dependents = null;
  #sources = null;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
    super();
  }
  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  get onabort() { return this.#onabort.value; }
  set onabort(handler) { this.#onabort.value = handler; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }

  static abort(reason) {
    const signal = makeSignal();
    abort(signal, reason);
    return signal;
  }
  static timeout(...args) {
    if (args.length === 0) throw wrongParameter("execute 'timeout' on 'AbortSignal'", 1, "number");
    refuseGlobalScope();
    if (typeof globalThis.setTimeout !== "function") throw new NotModelledError("AbortSignal.timeout()");
    const signal = makeSignal();
    const reason = () => aborted("The operation was aborted due to timeout", "TimeoutError");
    globalThis.setTimeout(() => abort(signal, reason()), args[0]);
    return signal;
  }
  #dependOn(signals) {
    this.#sources = signals.slice();
    for (const signal of signals) (signal.#dependents ??= new Set()).add(this);
  }
  static any(...args) {
    const [signals] = args;
    if (!Array.isArray(signals)) throw wrongParameter("execute 'any' on 'AbortSignal'", 1, "Array");
    signals.forEach((signal, i) => {
      if (isAbortSignal(signal)) return;
      throw new TypeError(`Incorrect type for array element ${i}: the provided value is not of type 'AbortSignal'.`);
    });
    const result = makeSignal();
    const first = signals.find((signal) => signal.#aborted);
    if (first !== undefined) abort(result, first.#reason);
    else result.#dependOn(signals);
    return result;
  }

  static {
    abortSignalInternals = {
      is: (v) => typeof v === "object" && v !== null && #aborted in v,
      /// A signal and all that depend on it are aborted before the first of them is told.
      abort(signal, given) {
        if (signal.#aborted) return;
        const reason = given === undefined ? aborted("The operation was aborted", "AbortError") : given;
        const told = [];
        const mark = (one) => {
          if (one.#aborted) return;
          one.#aborted = true;
          one.#reason = reason;
          told.push(one);
          // A signal that lives on holds none that is done with.
          for (const source of one.#sources ?? []) source.#dependents?.delete(one);
          one.#sources = null;
          one.#dependents?.forEach(mark);
          one.#dependents = null;
        };
        mark(signal);
        for (const one of told) one.dispatchEvent(trustedEvent("abort"));
      },
    };
  }
}
const { is: isAbortSignal, abort } = abortSignalInternals;
expose(AbortSignal, { brand: isAbortSignal });

let isController;
export class AbortController {
  #signal = makeSignal();
  get signal() { return this.#signal; }
  abort(reason) { abort(this.#signal, reason); }
  static { isController = (v) => typeof v === "object" && v !== null && #signal in v; }
}
expose(AbortController, { brand: isController });
export { isAbortSignal };

import { DOMException, NotModelledError } from "./errors.js";
import { expose } from "./expose.js";
import { Event, EventTarget, HandlerAttribute } from "./events.js";
import { refuseGlobalScope } from "./host.js";

let making = false;

function makeSignal() {
  making = true;
  try {
    return new AbortSignal();
  } finally {
    making = false;
  }
}

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #onabort = new HandlerAttribute(this, "abort");
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
  static timeout(ms) {
    refuseGlobalScope();
    if (typeof globalThis.setTimeout !== "function") throw new NotModelledError("AbortSignal.timeout()");
    const signal = makeSignal();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    globalThis.setTimeout(() => abort(signal, reason()), ms);
    return signal;
  }
  static any(signals) {
    const result = makeSignal();
    for (const signal of signals) {
      if (signal.aborted) abort(result, signal.reason);
      else signal.addEventListener("abort", () => abort(result, signal.reason), { once: true });
    }
    return result;
  }

  static internals = {
    is: (v) => typeof v === "object" && v !== null && #aborted in v,
    abort(signal, reason) {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason === undefined ? new DOMException("The operation was aborted", "AbortError") : reason;
      signal.dispatchEvent(new Event("abort"));
    },
  };
}
const { is: isAbortSignal, abort } = AbortSignal.internals;
delete AbortSignal.internals;
expose(AbortSignal, { brand: isAbortSignal });

export class AbortController {
  #signal = makeSignal();
  get signal() { return this.#signal; }
  abort(reason) { abort(this.#signal, reason); }
  static isController(v) { return typeof v === "object" && v !== null && #signal in v; }
}
const { isController } = AbortController;
delete AbortController.isController;
expose(AbortController, { brand: isController });
export { isAbortSignal };

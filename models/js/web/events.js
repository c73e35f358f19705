// Events without a tree: a target, its listeners, and the events that rooms meet.
import { DOMException } from "./errors.js";
import { expose, wrongConstructorParameter, wrongParameter } from "./expose.js";

const kConstants = { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };

let eventInternals;
export class Event {
  #type;
  #init;
  #target;
  #phase = 0;
  #prevented = false;
  #stopped = false;
  #trusted = false;
  #passive = false;
  constructor(...args) {
    if (args.length === 0) throw wrongConstructorParameter(new.target.name, 1, "string");
    this.#type = `${args[0]}`;
    this.#init = { ...args[1] };
  }
  get type() { return this.#type; }
  get eventPhase() { return this.#phase; }
  get composed() { return !!this.#init.composed; }
  get bubbles() { return !!this.#init.bubbles; }
  get cancelable() { return !!this.#init.cancelable; }
  get defaultPrevented() { return this.cancelable && this.#prevented; }
  get returnValue() { return !this.defaultPrevented; }
  get currentTarget() { return this.#target ?? undefined; } // also when it is over (recorded: web-events)
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get timeStamp() { return 0; }
  get isTrusted() { return this.#trusted; }
  get cancelBubble() { return this.#stopped; }
  set cancelBubble(v) { if (v) this.#stopped = true; }
  preventDefault() { if (!this.#passive) this.#prevented = true; }
  stopPropagation() {}
  stopImmediatePropagation() { this.#stopped = true; }
  composedPath() { return this.#phase === 0 ? [] : [this.#target]; }

  static {
    eventInternals = {
      is: (v) => typeof v === "object" && v !== null && #type in v,
      init: (event) => event.#init,
      /// It is the runtime's own.
      trust(event) {
        event.#trusted = true;
        return event;
      },
      begin(event, target) {
        if (event.#phase !== 0) throw new DOMException("The event is already being dispatched.", "InvalidStateError");
        event.#target = target;
        event.#phase = kConstants.AT_TARGET;
        event.#stopped = false;
      },
      end(event) { event.#phase = 0; },
      stopped: (event) => event.#stopped,
      /// Also of an event that cannot be cancelled: dispatchEvent() tells (recorded).
      prevented: (event) => event.#prevented,
      setPassive(event, passive) { event.#passive = passive; },
    };
  }
}
const {
  is: isEvent, init: initOf, begin, end, stopped, prevented, setPassive, trust,
} = eventInternals;
export { initOf, isEvent, trust };
export const trustedEvent = (type) => trust(new Event(type));
for (const holder of [Event, Event.prototype]) {
  for (const [name, value] of Object.entries(kConstants)) Object.defineProperty(holder, name, { value, enumerable: true });
}
expose(Event, { brand: isEvent });

function refuseCapture(method, options) {
  if (typeof options !== "object" || options === null) {
    if (options) throw new TypeError(`${method}(): useCapture must be false.`);
  } else if (options.capture) {
    throw new TypeError(`${method}(): options.capture must be false.`);
  }
}

function listenerOptions(options) {
  refuseCapture("addEventListener", options);
  if (typeof options !== "object" || options === null) return {};
  const { signal } = options;
  // abort.js stands on this file: a signal is told by what it can do.
  if (signal !== undefined && !(isEventTarget(signal) && "aborted" in signal)) {
    throw new TypeError(
      "Incorrect type for the 'signal' field on 'AddEventListenerOptions': the provided value is not of type " +
        "'AbortSignal'.",
    );
  }
  return options;
}

/// What else happens when a target is listened to: target -> function of the event's type.
const listeningHooks = new WeakMap();
export function onListening(target, hook) {
  listeningHooks.set(target, hook);
}

let eventTargetInternals;
export class EventTarget {
  #listeners = []; // {type, callback, once, passive, removed}, in order of addition

  addEventListener(type, callback, options) {
    if (callback === null || callback === undefined) return;
    if (typeof callback !== "function" && typeof callback !== "object") {
      throw wrongParameter("execute 'addEventListener' on 'EventTarget'", 2, "function or HandlerObject");
    }
    if (typeof callback === "object" && typeof callback.handleEvent !== "function") {
      throw new TypeError(
        "Incorrect type for the 'handleEvent' field on 'HandlerObject': the provided value is not of type 'function'.",
      );
    }
    const { once = false, passive = false, signal } = listenerOptions(options);
    if (signal?.aborted) return;
    const name = `${type}`;
    if (this.#listeners.some((l) => l.type === name && l.callback === callback)) return;
    this.#listeners.push({ type: name, callback, once: !!once, passive: !!passive, removed: false });
    signal?.addEventListener("abort", () => remove(this, name, callback), { once: true });
    listeningHooks.get(this)?.(name);
  }
  removeEventListener(type, callback, options) {
    refuseCapture("removeEventListener", options);
    remove(this, `${type}`, callback);
  }
  /// An exception of a listener leaves dispatchEvent, as in the runtime, and later listeners do not run.
  dispatchEvent(event) {
    if (!isEvent(event)) throw wrongParameter("execute 'dispatchEvent' on 'EventTarget'", 1, "Event");
    begin(event, this);
    try {
      // A handler that code has put on the target itself comes first (recorded).
      const handler = `on${event.type}`;
      if (Object.hasOwn(this, handler) && typeof this[handler] === "function") this[handler].call(globalThis, event);
      for (const listener of this.#listeners.filter((l) => l.type === event.type)) {
        if (listener.removed) continue;
        if (listener.once) remove(this, listener.type, listener.callback);
        setPassive(event, listener.passive);
        if (typeof listener.callback === "function") listener.callback.call(this, event);
        else listener.callback.handleEvent(event);
        if (stopped(event)) break;
      }
    } finally {
      end(event);
    }
    return !prevented(event);
  }

  static {
    eventTargetInternals = {
      is: (v) => typeof v === "object" && v !== null && #listeners in v,
      listens: (target, type) => target.#listeners.some((l) => l.type === type),
      remove(target, type, callback) {
        target.#listeners = target.#listeners.filter((l) => {
          if (l.type !== type || l.callback !== callback) return true;
          l.removed = true;
          return false;
        });
      },
    };
  }
}
const { is: isEventTarget, listens, remove } = eventTargetInternals;
export { isEventTarget, listens };
expose(EventTarget, {
  brand: isEventTarget,
  required: {
    addEventListener: ["string", "function or HandlerObject"],
    removeEventListener: ["string", "function or HandlerObject"],
    dispatchEvent: ["Event"],
  },
});

/// An `onNAME` attribute: a listener that is replaced as a whole and must be a function or object.
export class HandlerAttribute {
  #target;
  #type;
  #value = null;
  constructor(target, type) {
    this.#target = target;
    this.#type = type;
  }
  get value() { return this.#value; }
  set value(next) {
    if (this.#value !== null) remove(this.#target, this.#type, this.#value);
    this.#value = typeof next === "function" || (typeof next === "object" && next !== null) ? next : null;
    const callable = typeof this.#value === "function" || typeof this.#value?.handleEvent === "function";
    if (callable) this.#target.addEventListener(this.#type, this.#value);
  }
}

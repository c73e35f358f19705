// MessageChannel: two ports that pass clones to each other, each message in a promise job of its own (recorded).
import eventClasses from "later:./event_classes.js";
import { structuredClone } from "../clone.js";
import { EventTarget, HandlerAttribute, onListening, trustedEvent } from "../events.js";
import { expose } from "../expose.js";
import { reportError } from "../global.js";

let making = false;
const settled = Promise.resolve();
const then = Promise.prototype.then;
/// What it throws is nobody's to catch.
const soon = (job) => {
  then.call(settled, () => {
    try {
      job();
    } catch (error) {
      reportError(error);
    }
  });
};

function transferList(options) {
  return Array.isArray(options) ? options : (options?.transfer ?? []);
}

export class MessagePort extends EventTarget {
  #other = null;
  #open = true;
  #started = false; // before that, messages wait
  #waiting = [];
  #onmessage = new HandlerAttribute(this, "message");
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
    super();
    // A listener is enough for the messages to come, start() or not (recorded).
    onListening(this, (type) => void (type === "message" && this.start()));
  }
  postMessage(message, options) {
    if (transferList(options).length > 0) throw new Error("Transfer list is not supported");
    const data = structuredClone(message);
    const other = this.#other;
    if (!this.#open || !other.#open) return;
    other.#waiting.push(data);
    if (other.#started) soon(() => other.#deliver());
  }
  start() {
    if (this.#started) return;
    this.#started = true;
    for (let i = this.#waiting.length; i > 0; --i) soon(() => this.#deliver());
  }
  close() {
    for (const port of [this.#other, this]) {
      if (!port.#open) continue;
      port.#open = false;
      port.#waiting = [];
      soon(() => port.dispatchEvent(trustedEvent("close")));
    }
  }
  get onmessage() { return this.#onmessage.value; }
  set onmessage(handler) { this.#onmessage.value = handler; }
  #deliver() {
    if (this.#waiting.length > 0) this.dispatchEvent(new (eventClasses().MessageEvent)("message", { data: this.#waiting.shift() }));
  }

  static internals = {
    is: (v) => typeof v === "object" && v !== null && #other in v,
    pair() {
      making = true;
      try {
        const [one, another] = [new MessagePort(), new MessagePort()];
        one.#other = another;
        another.#other = one;
        return [one, another];
      } finally {
        making = false;
      }
    },
  };
}
const { is: isPort, pair } = MessagePort.internals;
delete MessagePort.internals;
expose(MessagePort, { brand: isPort });

export class MessageChannel {
  #brand;
  constructor() {
    const [port1, port2] = pair();
    for (const [name, value] of Object.entries({ port1, port2 })) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true });
    }
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}
const { isOne } = MessageChannel;
delete MessageChannel.isOne;
expose(MessageChannel, { brand: isOne });

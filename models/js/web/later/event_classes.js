// Kinds of events.
import { Event, initOf, isEvent } from "../events.js";
import { expose } from "../expose.js";

const kConversions = { string: String, number: Number, boolean: Boolean };

/// What is not given has its default; what is becomes of the default's type.
function attributes(Class, defaults) {
  for (const [name, fallback] of Object.entries(defaults)) {
    const converted = kConversions[typeof fallback] ?? ((value) => value);
    Object.defineProperty(Class.prototype, name, {
      get() {
        const value = initOf(this)[name];
        if (value === null && this.isTrusted) return null;
        return value === undefined || value === null ? fallback : converted(value);
      },
      configurable: true,
    });
  }
}

export class MessageEvent extends Event {}
attributes(MessageEvent, { data: null, origin: "", lastEventId: "", source: null, ports: [] });
export class CloseEvent extends Event {}
attributes(CloseEvent, { code: 0, reason: "", wasClean: false });
export class ErrorEvent extends Event {}
attributes(ErrorEvent, { message: "", filename: "", lineno: 0, colno: 0, error: undefined });
export class CustomEvent extends Event {}
attributes(CustomEvent, { detail: undefined });
export class PromiseRejectionEvent extends Event {}
attributes(PromiseRejectionEvent, { promise: undefined, reason: undefined });
export class ExtendableEvent extends Event {}
export class FetchEvent extends ExtendableEvent {}
for (const Class of [MessageEvent, CloseEvent, ErrorEvent, CustomEvent, PromiseRejectionEvent, ExtendableEvent, FetchEvent]) {
  expose(Class, { brand: isEvent });
}

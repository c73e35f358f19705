// node:events: the package `events`, whose class can be called like a function, as old code does; what it lacks is unenv's.
import EventEmitter from "events";
import { addAbortListener, on } from "unenv/node/events";

const isEmitter = (target) => typeof target?.listeners === "function";

function setMaxListeners(count = EventEmitter.defaultMaxListeners, ...targets) {
  if (typeof count !== "number" || !(count >= 0))
    throw new RangeError(`The value of "n" is out of range. It must be a non-negative number. Received ${count}`);
  if (targets.length === 0) EventEmitter.defaultMaxListeners = count;
  for (const target of targets) target.setMaxListeners?.(count);
}

const functions = {
  addAbortListener, on, setMaxListeners,
  getEventListeners: (target, name) => (isEmitter(target) ? target.listeners(name) : []),
  getMaxListeners: (target) => (isEmitter(target) ? target.getMaxListeners() : EventEmitter.defaultMaxListeners),
  listenerCount: (target, name) => target.listenerCount(name),
  captureRejections: false,
  captureRejectionSymbol: Symbol.for("nodejs.rejection"),
  errorMonitor: Symbol.for("events.errorMonitor"),
  usingDomains: false,
};
for (const [name, value] of Object.entries(functions)) EventEmitter[name] = value;
export default EventEmitter;

// Values that follow a chain of calls across awaits, timers and callbacks. The engine hands one value from each job's
// cause to the job (host.async_frame): here a Map from each AsyncLocalStorage to what it holds.

import { host } from "../../js/web/index.js";

export const frames = { used: false }; // nobody pays for what no code asks for

export function runIn(frame, call, self, args) {
  const before = host.async_frame();
  host.set_async_frame(frame);
  try {
    return Reflect.apply(call, self, args);
  } finally {
    host.set_async_frame(before);
  }
}

const kUpgrade = Symbol("upgrade");

/** Runs the handler of an upgrade; whatever it leads to knows which one it is. */
export function handlingUpgrade(invocation, call) {
  return runIn(new Map([[kUpgrade, invocation]]), call, undefined, []);
}

/** The upgrade that the running code handles, if it does. */
export const upgrade = () => host.async_frame()?.get(kUpgrade);

/** The function as it would run here and now, whenever it is called. */
export function boundToFrame(call) {
  if (!frames.used) return call;
  const frame = host.async_frame();
  return function (...args) {
    return runIn(frame, call, this, args);
  };
}

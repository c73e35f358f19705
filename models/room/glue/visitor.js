// request.signal: it aborts when the client has gone, if the Worker's configuration asks for that (seen on the
// local runtime). Without the flag code gets a signal that never does.

import { enabled } from "./compatibility.js";

/** The date is the far future: only the flag turns it on. */
const signals = () => enabled("9999-12-31", "enable_request_signal", "disable_request_signal");
const passes = () => enabled("9999-12-31", "request_signal_passthrough", "no_request_signal_passthrough");

/** Signals of clients that fetch() and stubs must not follow. */
const ours = new WeakSet();

const nobody = { signal: undefined, gone: () => {} };

/** {signal, gone()} of a request that arrives; undefined and nothing, if nobody asked for signals. */
export function visitor() {
  if (!signals()) return nobody;
  const controller = new AbortController();
  if (!passes()) ours.add(controller.signal);
  const gone = () => controller.abort(new DOMException("The client has disconnected", "AbortError"));
  return { signal: controller.signal, gone };
}

/** The signal that a request of code's own is to follow. */
export const followed = (signal) => (signal === undefined || ours.has(signal) ? undefined : signal);

// What happens to an accept()ed socket reaches its listeners, which run in its dispatch.

import { host, trust } from "../../js/web/index.js";
import { during, workerOwner } from "./current.js";
import { describe } from "./errors.js";
import { innerOf } from "./web_socket.js";

/** True if the event is done with; false if the host has heard how it ended. */
function deliver(owner, invocation, socket, event) {
  if (owner === workerOwner) owner.invocation = innerOf(socket).request;
  return during(owner, () => {
    try {
      socket.dispatchEvent(event);
      return true;
    } catch (thrown) {
      return breakOff(owner, invocation, socket, thrown);
    }
  });
}

/** A listener threw: an `error` event, and the connection ends when all that was sent has left (recorded). */
function breakOff(owner, invocation, socket, thrown) {
  host.break_off(owner.number, innerOf(socket).number);
  try {
    socket.dispatchEvent(trust(new ErrorEvent("error", { message: `Uncaught ${thrown}`, error: thrown })));
  } catch {
    // The connection is gone already: there is nothing more that a listener can break.
  }
  if (owner === workerOwner) host.uncaught(0, ...describe(thrown));
  else host.handler_failed(owner.number, invocation, ...describe(thrown));
  return false;
}

export function deliverMessage(owner, invocation, socket, data) {
  const shown = typeof data === "string" || socket.binaryType === "arraybuffer" ? data : new Blob([data]);
  return deliver(owner, invocation, socket, trust(new MessageEvent("message", { data: shown, origin: null })));
}

export function deliverClose(owner, invocation, socket, code, reason, wasClean) {
  return deliver(owner, invocation, socket, trust(new CloseEvent("close", { code, reason, wasClean })));
}

export function deliverError(owner, invocation, socket, error) {
  return deliver(owner, invocation, socket, trust(new ErrorEvent("error", { message: `Uncaught ${error}`, error })));
}

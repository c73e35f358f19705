// What the host calls to run an instance's code. Each call is one turn.

import { host } from "../../js/web/index.js";
import { requestFrom } from "../../js/web/index.js";
import { handlingUpgrade } from "./async_hooks.js";
import { Owner, during, owners } from "./current.js";
import { environment } from "./environment.js";
import { DurableObject } from "./cloudflare_workers.js";
import { describe, describeForCaller } from "./errors.js";
import { exported } from "./exported.js";
import { arrivedBody } from "./messages.js";
import { respond } from "./respond.js";
import { encodeThrown } from "./rpc_errors.js";
import { DurableObjectState } from "./state.js";
import { visitor } from "./visitor.js";
import { deliverClose, deliverError, deliverMessage } from "./socket_events.js";
import { socketOf } from "./web_socket.js";

/** A bit for each handler that the object has; own properties count, too. */
function handlersOf(object) {
  return (
    (typeof object.fetch === "function" ? 1 : 0) |
    (typeof object.webSocketMessage === "function" ? 2 : 0) |
    (typeof object.webSocketClose === "function" ? 4 : 0) |
    (typeof object.webSocketError === "function" ? 8 : 0) |
    (typeof object.alarm === "function" ? 16 : 0) |
    (object instanceof DurableObject ? 32 : 0)
  );
}

/** Runs the constructor; which handlers the instance has. */
export function construct(number, className, hex, name, gone) {
  if (gone > 0) owners.delete(gone); // an instance that left memory since
  const owner = new Owner(number);
  owners.add(owner);
  return during(owner, () => {
    owner.state = new DurableObjectState(owner, hex, name);
    owner.object = new exported[className](owner.state, environment);
    owner.hasAlarm = typeof owner.object.alarm === "function";
    return handlersOf(owner.object);
  });
}

export function drop(number) {
  owners.delete(number);
}

/** Runs a handler; true if it is done at once, else the host hears when its promise settles. */
function run(owner, invocation, handler) {
  return during(owner, () => {
    let result;
    try {
      result = handler(owner.object);
    } catch (thrown) {
      host.handler_failed(owner.number, invocation, ...describe(thrown));
      return false;
    }
    if (typeof result?.then !== "function") return true;
    Promise.resolve(result).then(
      () => host.handler_done(owner.number, invocation),
      (thrown) => host.handler_failed(owner.number, invocation, ...describe(thrown)),
    );
    return false;
  });
}

/** A request that an object is handling. */
class ObjectRequest {
  constructor(number, invocation, gone, signal) {
    Object.assign(this, { number, invocation, gone, signal });
  }
  answered(...parts) {
    host.fetch_answered(this.number, this.invocation, ...parts);
  }
  failed(thrown) {
    host.fetch_failed(this.number, this.invocation, ...describeForCaller(thrown, encodeThrown(thrown)));
  }
  over() {}
}

export function fetch(number, invocation, method, url, headers, body, cf) {
  const owner = owners.get(number);
  during(owner, () => {
    const { signal, gone } = visitor();
    const handling = new ObjectRequest(number, invocation, gone, signal);
    try {
      if (typeof owner.object.fetch !== "function") throw new Error("Handler does not export a fetch() function.");
      const request = requestFrom(method, url, headers, arrivedBody(headers, body), cf, signal);
      const result = request.headers.has("upgrade")
        ? handlingUpgrade(invocation, () => owner.object.fetch(request, undefined, undefined))
        : owner.object.fetch(request, undefined, undefined);
      respond(result, handling);
    } catch (thrown) {
      handling.failed(thrown);
    }
  });
}

export function message(number, invocation, socketNumber, hibernatable, data) {
  const owner = owners.get(number);
  const socket = socketOf(owner, socketNumber);
  if (hibernatable) return run(owner, invocation, (object) => object.webSocketMessage(socket, data));
  return deliverMessage(owner, invocation, socket, data);
}

/** Once its end has been told, nothing asks for a socket by its number: the one before goes. */
function ending(owner, socketNumber) {
  const socket = socketOf(owner, socketNumber);
  owner.sockets.delete(owner.ended);
  owner.ended = socketNumber;
  return socket;
}

export function close(number, invocation, socketNumber, hibernatable, code, reason, wasClean) {
  const owner = owners.get(number);
  const socket = ending(owner, socketNumber);
  if (hibernatable) return run(owner, invocation, (object) => object.webSocketClose(socket, code, reason, wasClean));
  return deliverClose(owner, invocation, socket, code, reason, wasClean);
}

export function error(number, invocation, socketNumber, hibernatable, text) {
  const owner = owners.get(number);
  const socket = ending(owner, socketNumber);
  const failure = new Error(text);
  if (hibernatable) return run(owner, invocation, (object) => object.webSocketError(socket, failure));
  return deliverError(owner, invocation, socket, failure);
}

class AlarmInvocationInfo {
  constructor(scheduledTime, retryCount) {
    this.isRetry = retryCount > 0;
    this.retryCount = retryCount;
    this.scheduledTime = scheduledTime;
  }
}

export function alarm(number, invocation, scheduledTime, retryCount) {
  const info = new AlarmInvocationInfo(scheduledTime, retryCount);
  return run(owners.get(number), invocation, (object) => object.alarm(info));
}

/** A wait is over. answer: of a stub call, {status, headers, body, ...} or {error} as JSON with the body apart. */
export function resume(number, wait, answer, body) {
  goOn(number, wait, answer === undefined ? undefined : { ...JSON.parse(answer), body });
}

/** The response to a fetch() of a stub; side is -1 or its WebSocket's, open -1 or its body's that is being written. */
export function resume_fetch(number, wait, status, headers, body, side, open, statusText) {
  goOn(number, wait, {
    status, statusText: statusText || undefined, headers, body, webSocket: side < 0 ? undefined : side, open,
  });
}

function goOn(number, wait, answer) {
  const owner = owners.get(number);
  const then = owner?.waits.get(wait);
  if (then === undefined) return;
  owner.waits.delete(wait);
  during(owner, () => {
    try {
      then(answer);
    } catch (thrown) {
      host.uncaught(owner.number, ...describe(thrown));
    }
  });
}

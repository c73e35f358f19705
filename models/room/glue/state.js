// ctx (or state) of a Durable Object.

import { NotModelledError, host, markPlatformClass } from "../../js/web/index.js";
import { boundToFrame } from "./async_hooks.js";
import { wrongParameter } from "./errors.js";
import { makeId } from "./namespaces.js";
import { makeExports } from "./exports.js";
import { DurableObjectStorage } from "./storage.js";
import * as sockets from "./socket_settings.js";

/** Uncatchable: V8 looks at the request to stop in the loop. */
function stopHere() {
  for (;;);
}

const facets = {
  get() { throw new NotModelledError("ctx.facets.get()", "Use an object of a class of its own."); },
};

export class DurableObjectState {
  #owner;
  #exports;
  constructor(owner, hex, name) {
    this.#owner = owner;
    this.facets = facets;
    this.container = undefined; // no container belongs to the class
    this.id = makeId(hex, name);
    this.storage = new DurableObjectStorage(owner);
    this.props = {};
  }

  get exports() {
    return (this.#exports ??= makeExports());
  }

  acceptWebSocket(socket, tags) {
    sockets.acceptWebSocket(socket, tags);
  }
  getWebSockets(tag) {
    return sockets.getWebSockets(this.#owner, tag);
  }
  getTags(socket) {
    return sockets.getTags(socket);
  }
  setWebSocketAutoResponse(pair) {
    sockets.setAutoResponse(this.#owner, pair);
  }
  getWebSocketAutoResponse() {
    return sockets.getAutoResponse(this.#owner);
  }
  getWebSocketAutoResponseTimestamp(socket) {
    return sockets.autoResponseTimestamp(socket);
  }
  setHibernatableWebSocketEventTimeout(ms) {
    sockets.setEventTimeout(this.#owner, ms);
  }
  getHibernatableWebSocketEventTimeout() {
    return sockets.getEventTimeout(this.#owner);
  }

  waitUntil(...args) {
    if (args.length === 0) throw wrongParameter("waitUntil", "DurableObjectState", 1, "Promise");
    const [promise] = args;
    const owner = this.#owner;
    const wait = host.wait_until(owner.number);
    const ended = () => host.wait_until(owner.number, wait);
    Promise.resolve(promise).then(ended, ended);
  }

  blockConcurrencyWhile(callback) {
    if (typeof callback !== "function")
      throw wrongParameter("blockConcurrencyWhile", "DurableObjectState", 1, "function");
    const owner = this.#owner;
    const token = host.enter_section(owner.number);
    const call = boundToFrame(callback);
    return new Promise((resolve) => {
      owner.waits.set(token, async () => {
        try {
          const value = await call();
          host.leave_section(owner.number, token);
          resolve(value);
        } catch (thrown) {
          const error = thrown instanceof Error ? thrown : new Error(String(thrown));
          host.abort(owner.number, String(error.name), String(error.message), true);
          stopHere();
        }
      });
    });
  }

  abort(reason, options) {
    const message =
      reason === undefined ? "Application called abort() to reset Durable Object." : String(reason);
    host.abort(this.#owner.number, "Error", message, options?.retryAlarm !== false);
    stopHere();
  }
}
Object.defineProperty(DurableObjectState.prototype, Symbol.toStringTag, { value: "DurableObjectState", configurable: true });
markPlatformClass(DurableObjectState);

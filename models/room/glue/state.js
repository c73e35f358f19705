// ctx (or state) of a Durable Object.

import { host } from "../../js/web/index.js";
import { NotModelledError } from "../../js/web/index.js";
import { makeId } from "./namespaces.js";
import { wrongParameter } from "./errors.js";
import { DurableObjectStorage } from "./storage.js";
import { WebSocket, acceptHibernatable, innerOf, socketOf } from "./web_socket.js";

const utf8Length = (text) => new TextEncoder().encode(text).length;

/** Duplicates go, first position stays; ten at most, counted before each is added (recorded). */
function checkedTags(tags) {
  if (tags === undefined) return [];
  if (!Array.isArray(tags)) throw wrongParameter("acceptWebSocket", "DurableObjectState", 2, "Array");
  const unique = new Set();
  for (const one of tags) {
    const tag = String(one);
    if (unique.size >= 10) throw new Error("a Hibernatable WebSocket cannot have more than 10 tags");
    if (utf8Length(tag) > 256) throw new Error(`"${tag}" is longer than the max tag length (256 characters).`);
    unique.add(tag);
  }
  return [...unique];
}

export class WebSocketRequestResponsePair {
  #request;
  #response;
  constructor(request, response) {
    this.#request = String(request);
    this.#response = String(response);
  }
  get request() {
    return this.#request;
  }
  get response() {
    return this.#response;
  }
}
Object.defineProperty(globalThis, "WebSocketRequestResponsePair", {
  value: WebSocketRequestResponsePair,
  writable: true,
  configurable: true,
});

/** Uncatchable: V8 looks at the request to stop in the loop. */
function stopHere() {
  for (;;);
}

export class DurableObjectState {
  #owner;
  constructor(owner, hex, name) {
    this.#owner = owner;
    this.id = makeId(hex, name);
    this.storage = new DurableObjectStorage(owner);
    this.props = {};
    this.exports = {};
  }

  acceptWebSocket(socket, tags) {
    if (!(socket instanceof WebSocket)) throw wrongParameter("acceptWebSocket", "DurableObjectState", 1, "WebSocket");
    acceptHibernatable(this.#owner, socket, checkedTags(tags));
  }

  getWebSockets(tag) {
    const found = host.sockets(this.#owner.number, tag === undefined ? undefined : String(tag));
    for (let i = 0; i < found.length; i++) found[i] = socketOf(this.#owner, found[i]);
    return found;
  }

  getTags(socket) {
    const state = innerOf(socket);
    if (state?.mode === "standard") throw new Error("only hibernatable websockets can have tags.");
    const tags = state?.mode === "hibernatable" ? host.tags(this.#owner.number, state.number) : undefined;
    if (tags === undefined)
      throw new Error("you must call 'acceptWebSocket()' before attempting to access the tags of a WebSocket.");
    return JSON.parse(tags);
  }

  setWebSocketAutoResponse(pair) {
    if (pair === undefined) return void host.set_auto_response(this.#owner.number);
    for (const [what, text] of [["Request", pair.request], ["Response", pair.response]]) {
      const size = utf8Length(text);
      if (size > 2048)
        throw new RangeError(`${what} cannot be larger than 2048 bytes. A ${what.toLowerCase()} of size ${size} was provided.`);
    }
    host.set_auto_response(this.#owner.number, pair.request, pair.response);
  }

  getWebSocketAutoResponse() {
    const pair = host.auto_response(this.#owner.number);
    return pair === null ? null : new WebSocketRequestResponsePair(...JSON.parse(pair));
  }

  getWebSocketAutoResponseTimestamp(socket) {
    const ms = host.auto_response_ms(this.#owner.number, innerOf(socket).number);
    return ms < 0 ? null : new Date(ms);
  }

  setHibernatableWebSocketEventTimeout(ms) {
    if (ms === undefined || ms === 0) return;
    if (ms > 604800000) throw new Error("Event timeout should not exceed 604800000 ms.");
    throw new NotModelledError("setHibernatableWebSocketEventTimeout()");
  }
  getHibernatableWebSocketEventTimeout() {
    return null;
  }

  waitUntil(promise) {
    const owner = this.#owner;
    host.wait_until(owner.number, 1);
    const ended = () => host.wait_until(owner.number, -1);
    Promise.resolve(promise).then(ended, ended);
  }

  blockConcurrencyWhile(callback) {
    const owner = this.#owner;
    return new Promise((resolve) => {
      const token = host.enter_section(owner.number);
      owner.waits.set(token, async () => {
        try {
          const value = await callback();
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

// The parts of ctx that deal with hibernatable sockets.

import { expose, host, utf8Length } from "../../js/web/index.js";
import { wrongParameter } from "./errors.js";
import { checkHome, eventTimeout, keptText, tagList, uniqueTags } from "./socket_checks.js";
import { acceptHibernatable, innerOf, socketOf } from "./web_socket.js";

let pairOf;

export class WebSocketRequestResponsePair {
  #pair;
  static {
    pairOf = (value) => (typeof value === "object" && value !== null && #pair in value ? value.#pair : undefined);
  }
  constructor(...args) {
    for (const i of [0, 1])
      if (args.length <= i)
        throw new TypeError(
          `Failed to construct 'WebSocketRequestResponsePair': constructor parameter ${i + 1} is not of type 'string'.`,
        );
    this.#pair = [keptText(args[0]), keptText(args[1])];
  }
  get request() {
    return this.#pair[0];
  }
  get response() {
    return this.#pair[1];
  }
}
expose(WebSocketRequestResponsePair, { brand: (value) => pairOf(value) !== undefined });
Object.defineProperty(globalThis, "WebSocketRequestResponsePair", {
  value: WebSocketRequestResponsePair,
  writable: true,
  configurable: true,
});

function knownSocket(method, socket) {
  const state = innerOf(socket);
  if (state === undefined) throw wrongParameter(method, "DurableObjectState", 1, "WebSocket");
  return state;
}

export function acceptWebSocket(socket, tags) {
  knownSocket("acceptWebSocket", socket);
  acceptHibernatable(socket, tagList(tags), uniqueTags);
}

export function getWebSockets(owner, tag) {
  const found = host.sockets(owner.number, tag === undefined ? undefined : keptText(tag));
  for (let i = 0; i < found.length; i++) found[i] = socketOf(owner, found[i]);
  return found;
}

export function getTags(socket) {
  const state = knownSocket("getTags", socket);
  checkHome(state);
  if (state.mode === "standard") throw new Error("only hibernatable websockets can have tags.");
  const tags = state.mode === "hibernatable" ? host.tags(state.owner.number, state.number) : undefined;
  if (tags === undefined)
    throw new Error("you must call 'acceptWebSocket()' before attempting to access the tags of a WebSocket.");
  return JSON.parse(tags);
}

export function setAutoResponse(owner, pair) {
  if (pair === undefined) return void host.set_auto_response(owner.number);
  const texts = pairOf(pair);
  if (texts === undefined)
    throw wrongParameter("setWebSocketAutoResponse", "DurableObjectState", 1, "WebSocketRequestResponsePair");
  for (const [i, what] of ["Request", "Response"].entries()) {
    const size = utf8Length(texts[i]);
    if (size > 2048)
      throw new RangeError(
        `${what} cannot be larger than 2048 bytes. A ${what.toLowerCase()} of size ${size} was provided.`,
      );
  }
  host.set_auto_response(owner.number, ...texts);
}

export function getAutoResponse(owner) {
  const pair = host.auto_response(owner.number);
  return pair === null ? null : new WebSocketRequestResponsePair(...JSON.parse(pair));
}

export function autoResponseTimestamp(socket) {
  const state = knownSocket("getWebSocketAutoResponseTimestamp", socket);
  const ms = state.number < 0 ? -1 : host.auto_response_ms(state.owner.number, state.number);
  return ms < 0 ? null : new Date(ms);
}

export function setEventTimeout(owner, ms) {
  host.set_event_timeout(owner.number, eventTimeout(ms));
}

export function getEventTimeout(owner) {
  return host.event_timeout(owner.number) || null;
}

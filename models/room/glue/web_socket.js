// WebSocketPair and the room's end of a WebSocket. The connection itself is the runtime's; an object here knows its
// number and asks the host for everything that outlives the instance.

import { host, platform } from "../../js/web/index.js";
import { NotModelledError } from "../../js/web/index.js";
import { owner as currentOwner } from "./current.js";
import { wrongParameter } from "./errors.js";

const NOT_ACCEPTED =
  "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.";

/** Known only here: code that is not ours cannot construct a WebSocket. */
const ours = Symbol("WebSocket");
let stateOf;

/** What the runtime keeps about a WebSocket object, out of reach of room code. */
export const innerOf = (socket) => stateOf(socket);

const utf8Length = (text) => new TextEncoder().encode(text).length;

function checkedCode(code) {
  if (code === undefined) return 1005;
  let number = Number(code);
  if (Number.isNaN(number)) number = 0;
  if (number < -2147483648 || number > 2147483647)
    throw new TypeError("Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
  number = Math.trunc(number);
  if (number < 1000 || number >= 5000 || number === 1004 || number === 1005 || number === 1006 || number === 1015)
    throw new DOMException(`Invalid WebSocket close code: ${number}.`, "InvalidAccessError");
  return number;
}

function checkedReason(code, reason) {
  if (reason === undefined) return "";
  if (code === undefined)
    throw new DOMException(
      "If you specify a WebSocket close reason, you must also specify a code.",
      "InvalidAccessError",
    );
  const text = String(reason);
  if (utf8Length(text) > 123)
    throw new DOMException(
      "WebSocket close reason must not be longer than 123 bytes when UTF-8 encoded.",
      "SyntaxError",
    );
  return text;
}

export class WebSocket extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  static READY_STATE_CONNECTING = 0;
  static READY_STATE_OPEN = 1;
  static READY_STATE_CLOSING = 2;
  static READY_STATE_CLOSED = 3;

  #binaryType = "blob";
  #state;
  static {
    stateOf = (socket) => (#state in socket ? socket.#state : undefined);
  }

  constructor(state) {
    super();
    if (state?.mark !== ours)
      throw new NotModelledError("new WebSocket(url)", "A room cannot open connections of its own.");
    this.#state = state;
  }

  accept() {
    const state = this.#state;
    if (state.mode === "hibernatable") throw new TypeError("Can't accept() WebSocket after enabling hibernation.");
    if (state.mode === "standard") return;
    if (state.used) throw new TypeError("Can't accept() WebSocket that was already used in a response.");
    const owner = currentOwner();
    if (owner === null || owner.number === 0 || state.foreign)
      throw new NotModelledError("A WebSocket accepted by the Worker itself", "Accept it in a Durable Object.");
    state.mode = "standard";
    adopt(this, owner, host.accept(owner.number, state.side, false, ""));
  }

  send(message) {
    const state = this.#state;
    if (state.mode === null) throw new TypeError(NOT_ACCEPTED);
    const sent =
      message instanceof ArrayBuffer || ArrayBuffer.isView(message)
        ? host.send_bytes(state.owner.number, state.number, message)
        : host.send_text(state.owner.number, state.number, typeof message === "string" ? message : `${message}`);
    if (!sent) throw new TypeError("Can't call WebSocket send() after close().");
  }

  close(code, reason) {
    const state = this.#state;
    const checked = checkedCode(code);
    const text = checkedReason(code, reason);
    if (state.mode === null) throw new TypeError(NOT_ACCEPTED);
    if (host.closed_here(state.owner.number, state.number)) return;
    host.close(state.owner.number, state.number, checked, text);
  }

  serializeAttachment(...args) {
    if (args.length === 0) throw wrongParameter("serializeAttachment", "WebSocket", 1, "Value");
    const bytes = host.serialize(args[0]);
    if (bytes.byteLength > 16384)
      throw new Error(
        `A WebSocket 'attachment' cannot be larger than 16384 bytes.'attachment' was ${bytes.byteLength} bytes.`,
      );
    const state = this.#state;
    if (state.mode === null) state.attachment = bytes;
    else host.set_attachment(state.owner.number, state.number, bytes);
  }

  deserializeAttachment() {
    const state = this.#state;
    if (state.mode !== null) return host.attachment(state.owner.number, state.number);
    return state.attachment === undefined ? null : host.deserialize(state.attachment);

  }

  get readyState() {
    const state = this.#state;
    return state.mode === null ? 1 : host.ready_state(state.owner.number, state.number);
  }
  get url() {
    return null;
  }
  get protocol() {
    return "";
  }
  get extensions() {
    return "";
  }
  get bufferedAmount() {
    return 0;
  }
  get binaryType() {
    return this.#binaryType;
  }
  set binaryType(value) {
    if (value === "blob" || value === "arraybuffer") this.#binaryType = value;
  }
}
for (const [name, value] of [["CONNECTING", 0], ["OPEN", 1], ["CLOSING", 2], ["CLOSED", 3]])
  Object.defineProperty(WebSocket.prototype, name, { value, enumerable: true });
Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, { value: "WebSocket", configurable: true });

for (const type of ["open", "message", "close", "error"]) {
  const handlers = new WeakMap();
  Object.defineProperty(WebSocket.prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get() {
      return handlers.get(this) ?? null;
    },
    set(handler) {
      const before = handlers.get(this);
      if (before) this.removeEventListener(type, before);
      if (typeof handler !== "function") return void handlers.delete(this);
      handlers.set(this, handler);
      this.addEventListener(type, handler);
    },
  });
}

export function WebSocketPair() {
  if (currentOwner() === null)
    throw new Error(
      "Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, and generating random values are not allowed within global scope. To fix this error, perform this operation within a handler. https://developers.cloudflare.com/workers/runtime-apis/handlers/",
    );
  const first = host.pair();
  const make = (side) => new WebSocket({ mark: ours, side, mode: null, used: false, number: -1, owner: null });
  const pair = Object.create(WebSocketPair.prototype);
  pair[0] = make(first);
  pair[1] = make(first + 1);
  stateOf(pair[0]).peer = pair[1];
  stateOf(pair[1]).peer = pair[0];
  return pair;
}
Object.defineProperty(WebSocketPair.prototype, Symbol.toStringTag, { value: "WebSocketPair", configurable: true });

function adopt(socket, owner, number) {
  const state = stateOf(socket);
  state.owner = owner;
  state.number = number;
  owner.sockets.set(number, socket);
  if (state.attachment) host.set_attachment(owner.number, number, state.attachment);
}

/** ctx.acceptWebSocket(). */
export function acceptHibernatable(owner, socket, tags) {
  const state = stateOf(socket);
  if (state.mode !== null)
    throw new Error("Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`");
  const peer = stateOf(state.peer);
  if (state.used || peer.mode !== null || peer.used)
    throw new Error(
      "Cannot call `acceptWebSocket()` on this WebSocket because its pair has already been accepted or used in a Response.",
    );
  state.mode = "hibernatable";
  adopt(socket, owner, host.accept(owner.number, state.side, true, JSON.stringify(tags)));
}

/** The object of a socket that this instance has not seen yet: it was accepted before a hibernation. */
export function socketOf(owner, number) {
  let socket = owner.sockets.get(number);
  if (socket === undefined) {
    socket = new WebSocket({ mark: ours, side: -1, mode: "hibernatable", used: true, number, owner });
    owner.sockets.set(number, socket);
  }
  return socket;
}

/** The end of a pair that came with another object's response: it can only be handed on. */
export function passedOn(side) {
  return new WebSocket({ mark: ours, side, mode: null, used: false, foreign: true, number: -1, owner: null });
}

/** The side that a response hands to the caller. */
export function takeForResponse(socket) {
  const state = stateOf(socket);
  if (state.mode !== null)
    throw new TypeError(
      "Can't return WebSocket in a Response if it was already accepted: return the other end of the pair.",
    );
  state.used = true;
  return state.side;
}

const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
define("WebSocket", WebSocket);
define("WebSocketPair", WebSocketPair);
platform.WebSocket = WebSocket;

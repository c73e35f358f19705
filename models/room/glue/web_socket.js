// WebSocket and WebSocketPair. The connection itself is the runtime's; an object here knows its number and asks the
// host for everything that outlives the instance.

import { expose, host, illegalInvocation, markPlatformClass, platform } from "../../js/web/index.js";
import { upgrade } from "./async_hooks.js";
import { owner as currentOwner, requireOwner } from "./current.js";
import { wrongParameter } from "./errors.js";
import { connect } from "./outgoing.js";
import { checkHome, closeArguments, connectionUrl, offeredProtocols } from "./socket_checks.js";
import { mark, storable } from "../../js/web/index.js";

const NOT_ACCEPTED =
  "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.";

/** In UTF-16 units: a longer text is not kept for the sake of the next send(). */
const kLongText = 65536;

/** Known only here: code that is not ours cannot make up a WebSocket. */
const ours = Symbol("WebSocket");
let stateOf;

/** What the runtime keeps about a WebSocket object, out of reach of room code. */
export const innerOf = (socket) => stateOf(socket);

/**
 * mode: null (made, not accepted), "standard", "hibernatable", "connecting", "failed" (never connected).
 * number: of the socket with its owner, once accepted; owner and request: to whom it belongs.
 */
function stateFor(side, mode, owner, number) {
  return {
    mark: ours, side, mode, owner, request: owner.invocation, number, used: false, peer: null, attachment: undefined,
    binaryType: null, url: null, protocol: "", extensions: "",
  };
}

export class WebSocket extends EventTarget {
  static READY_STATE_CONNECTING = 0;
  static CONNECTING = 0;
  static READY_STATE_OPEN = 1;
  static OPEN = 1;
  static READY_STATE_CLOSING = 2;
  static CLOSING = 2;
  static READY_STATE_CLOSED = 3;
  static CLOSED = 3;

  #state;
  static {
    stateOf = (socket) =>
      typeof socket === "object" && socket !== null && #state in socket ? socket.#state : undefined;
  }

  constructor(...args) {
    super();
    if (args[0]?.mark === ours) {
      this.#state = args[0];
      return;
    }
    if (args.length === 0)
      throw new TypeError("Failed to construct 'WebSocket': constructor parameter 1 is not of type 'string'.");
    const text = `${args[0]}`;
    const state = stateFor(-1, "connecting", requireOwner("WebSocket"), -1);
    const url = connectionUrl(text);
    const offered = offeredProtocols(args[1]);
    state.url = text;
    this.#state = state;
    connect(this, state, url, offered, adopt);
  }

  accept(options) {
    const state = this.#state;
    if (options !== undefined && options !== null && typeof options !== "object")
      throw wrongParameter("accept", "WebSocket", 1, "AcceptOptions");
    if (state.mode === "connecting" || state.mode === "failed")
      throw new TypeError("Websockets obtained from the 'new WebSocket()' constructor cannot call accept");
    if (state.used) throw new TypeError("Can't accept() WebSocket that was already used in a response.");
    checkHome(state);
    if (state.mode === "hibernatable") throw new TypeError("Can't accept() WebSocket after enabling hibernation.");
    if (state.mode === "standard") return;
    const halfOpen = options?.allowHalfOpen === undefined ? undefined : !!options.allowHalfOpen;
    adopt(this, "standard", host.accept(state.owner.number, state.side, false, "", halfOpen, upgrade()));
  }

  send(message) {
    if (!(#state in this)) throw illegalInvocation();
    if (arguments.length === 0)
      throw wrongParameter("send", "WebSocket", 1, "ArrayBuffer or ArrayBufferView or string");
    const state = this.#state;
    if (state.number < 0) return sendUnaccepted(state);
    checkHome(state);
    if (!sendFrom(state, message)) throw new TypeError("Can't call WebSocket send() after close().");
  }

  close(code, reason) {
    const state = this.#state;
    const [checked, text] = closeArguments(code, reason);
    checkHome(state);
    if (state.number >= 0) host.close(state.owner.number, state.number, checked, text);
    else if (state.mode === "connecting") state.giveUp();
    else if (state.mode === null && !state.used) throw new TypeError(NOT_ACCEPTED);
  }

  serializeAttachment(value) {
    attach(this.#state, value);
  }

  deserializeAttachment() {
    const state = this.#state;
    if (state.number >= 0) return host.attachment(state.owner.number, state.number);
    return state.attachment === undefined ? null : host.deserialize(state.attachment);
  }

  get readyState() {
    const state = this.#state;
    checkHome(state);
    if (state.number >= 0) return host.ready_state(state.owner.number, state.number);
    return state.mode === "connecting" ? 0 : state.mode === "failed" ? 3 : 1;
  }
  get url() {
    return this.#state.url;
  }
  get protocol() {
    return this.#state.protocol;
  }
  get extensions() {
    return this.#state.extensions;
  }
  get bufferedAmount() {
    return 0;
  }
  get binaryType() {
    return (this.#state.binaryType ??= host.socket_rule("blob messages") ? "blob" : "arraybuffer");
  }
  set binaryType(value) {
    const type = `${value}`;
    if (type === "blob" || type === "arraybuffer") this.#state.binaryType = type;
  }
}

const { send } = WebSocket.prototype;
expose(WebSocket, { brand: (value) => stateOf(value) !== undefined, required: { serializeAttachment: ["Value"] } });
// A message pays for no wrapper: send() looks at its receiver and arguments itself.
Object.defineProperty(WebSocket.prototype, "send", { value: send, writable: true, configurable: true, enumerable: true });
for (const [i, name] of ["CONNECTING", "OPEN", "CLOSING", "CLOSED"].entries())
  for (const constant of [name, `READY_STATE_${name}`])
    for (const holder of [WebSocket, WebSocket.prototype])
      Object.defineProperty(holder, constant, { value: i, enumerable: true, writable: false, configurable: false });

let lastText = null;

/** What the host was given last is not given again. False if code has closed the socket. */
function sendFrom(state, message) {
  const owner = state.owner.number;
  if (typeof message !== "string") {
    if (message instanceof ArrayBuffer || ArrayBuffer.isView(message)) {
      lastText = null;
      return host.send_bytes(owner, state.number, message);
    }
    message = `${message}`;
  }
  if (message === lastText) return host.send_text_again(owner, state.number);
  lastText = message.length > kLongText ? null : message;
  return host.send_text(owner, state.number, message);
}

/** The host keeps the attachment of an accepted socket; until then it is kept here. */
function attach(state, value) {
  const kept = storable(value);
  const help = kept === value ? undefined : mark;
  const bytes = state.number < 0 ? host.serialize(kept, help) : undefined;
  const size = bytes?.byteLength ?? host.set_attachment(state.owner.number, state.number, kept, help);
  if (size > 16384)
    throw new Error(`A WebSocket 'attachment' cannot be larger than 16384 bytes.'attachment' was ${size} bytes.`);
  state.attachment = bytes;
}

function sendUnaccepted(state) {
  checkHome(state);
  if (state.used || state.mode === "failed") return;
  throw new TypeError(NOT_ACCEPTED);
}

export function WebSocketPair() {
  if (new.target === undefined)
    throw new TypeError(
      "Failed to construct 'WebSocketPair': Please use the 'new' operator, this object constructor cannot be called as a function.",
    );
  const owner = requireOwner("WebSocketPair");
  const first = host.pair();
  const ends = [first, first + 1].map((side) => new WebSocket(stateFor(side, null, owner, -1)));
  stateOf(ends[0]).peer = ends[1];
  stateOf(ends[1]).peer = ends[0];
  for (const i of [0, 1]) Object.defineProperty(this, i, { value: ends[i], enumerable: true });
}
Object.defineProperty(WebSocketPair.prototype, Symbol.iterator, {
  configurable: true,
  writable: true,
  *value() {
    yield this[0];
    yield this[1];
  },
});
Object.defineProperty(WebSocketPair.prototype, Symbol.toStringTag, { value: "WebSocketPair", configurable: true });
markPlatformClass(WebSocketPair);

function adopt(socket, mode, number) {
  const state = stateOf(socket);
  state.mode = mode;
  state.number = number;
  state.owner.sockets.set(number, socket);
  if (state.attachment) attach(state, host.deserialize(state.attachment));
}

/** ctx.acceptWebSocket(); tags: strings, checked when the socket is known to be free. */
export function acceptHibernatable(socket, tags, check) {
  const state = stateOf(socket);
  checkHome(state);
  if (state.mode !== null)
    throw new Error("Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`");
  const peer = state.peer === null ? null : stateOf(state.peer);
  if (state.used || peer === null || peer.mode !== null || peer.used)
    throw new Error(
      "Cannot call `acceptWebSocket()` on this WebSocket because its pair has already been accepted or used in a Response.",
    );
  const unique = check(tags);
  if (host.socket_room(state.owner.number) < 1)
    throw new Error("only 32768 websockets can be accepted on a single Durable Object instance");
  adopt(socket, "hibernatable", host.accept(state.owner.number, state.side, true, unique.length === 0 ? "" : JSON.stringify(unique), undefined, upgrade()));
}

/** The object of a socket that this instance has not seen yet: it was accepted before a hibernation. */
export function socketOf(owner, number) {
  let socket = owner.sockets.get(number);
  if (socket === undefined) {
    socket = new WebSocket(stateFor(-1, "hibernatable", owner, number));
    owner.sockets.set(number, socket);
  }
  return socket;
}

/** The end of a pair that came with another object's response. */
export function passedOn(side) {
  return new WebSocket(stateFor(side, null, currentOwner(), -1));
}

/**
 * The side that a response hands to the caller. A socket that code has accepted itself cannot be handed on: the caller
 * has its 101, and at once the end of the connection (recorded).
 */
export function takeForResponse(socket) {
  const state = stateOf(socket);
  if (state.mode !== null || state.used) return host.dead_side();
  state.used = true;
  return state.side;
}

const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
define("WebSocket", WebSocket);
define("WebSocketPair", WebSocketPair);
platform.WebSocket = WebSocket;

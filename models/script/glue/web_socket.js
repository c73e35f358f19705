// WebSocket as browsers have it (WHATWG WebSockets): over the client's own link, to the scenario's hosts.

import { expose, HandlerAttribute, host, NotModelledError, utf8 } from "../../js/web/index.js";
import { guarded } from "./errors.js";
import { servedUrl } from "./location.js";

const kToken = /^[!#$%&'*+\-.0-9A-Z^_`a-z|~]+$/;
const kLongestReason = 123;
const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

const sockets = new Map(); // number -> WebSocket that is not closed yet
let next = 1;
let stateOf;

function addressOf(text) {
  let url;
  try {
    url = new URL(`${text}`, globalThis.location.href);
  } catch {
    throw new DOMException(`Failed to construct 'WebSocket': The URL '${text}' is invalid.`, "SyntaxError");
  }
  if (url.protocol === "http:") url.protocol = "ws:";
  if (url.protocol === "https:") url.protocol = "wss:";
  if (url.protocol !== "ws:" && url.protocol !== "wss:")
    throw new DOMException(
      `Failed to construct 'WebSocket': The URL's scheme must be one of 'http', 'https', 'ws', or 'wss'. '${url.protocol.slice(0, -1)}' is not allowed.`,
      "SyntaxError");
  url.hash = "";
  return url;
}

function protocolsOf(given) {
  const protocols = (given === undefined ? [] : Array.isArray(given) ? given : [given]).map(String);
  if (new Set(protocols).size < protocols.length || !protocols.every((one) => kToken.test(one)))
    throw new DOMException("Failed to construct 'WebSocket': The subprotocols are invalid or repeated.", "SyntaxError");
  return protocols;
}

const bytesOf = (data) => data instanceof ArrayBuffer ? new Uint8Array(data)
  : ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined;

export class WebSocket extends EventTarget {
  #state;
  static {
    stateOf = (value) => (typeof value === "object" && value !== null && #state in value ? value.#state : undefined);
  }
  constructor(...args) {
    super();
    if (args.length === 0) throw new TypeError("Failed to construct 'WebSocket': 1 argument required, but only 0 present.");
    const url = addressOf(args[0]);
    const protocols = protocolsOf(args[1]);
    servedUrl(url, (shown) => new NotModelledError(`new WebSocket("${shown}")`, "Connect to a host of the scenario."));
    const handlers = {};
    for (const type of ["open", "message", "error", "close"]) handlers[type] = new HandlerAttribute(this, type);
    this.#state = {
      number: next++, ready: STATES.CONNECTING, url: url.href, protocol: "", binaryType: "blob", unsent: 0, handlers,
      waiting: Promise.resolve(), blobs: 0,
    };
    sockets.set(this.#state.number, this);
    host.socket_open(this.#state.number, url.host, url.pathname + url.search, protocols.join("\n"));
  }
  send(data) {
    const state = this.#state;
    if (state.ready === STATES.CONNECTING)
      throw new DOMException("Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.", "InvalidStateError");
    if (data instanceof Blob) return sendBlob(state, data);
    const bytes = bytesOf(data);
    const text = bytes === undefined ? `${data}`.toWellFormed() : undefined;
    sendLater(state, () => transmit(state, bytes, text));
  }
  close(code, reason) {
    const state = this.#state;
    if (code !== undefined) {
      const number = Math.trunc(Number(code)) || 0;
      if (number !== 1000 && (number < 3000 || number > 4999))
        throw new DOMException(
          `Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. ${number} is neither.`,
          "InvalidAccessError");
      code = number;
    }
    const text = reason === undefined ? "" : `${reason}`.toWellFormed();
    if (utf8(text).length > kLongestReason)
      throw new DOMException("Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes.", "SyntaxError");
    if (state.ready >= STATES.CLOSING) return;
    state.ready = STATES.CLOSING;
    // What was sent before leaves before, blobs among it.
    sendLater(state, () => host.socket_close(state.number, code ?? (text === "" ? -1 : 1000), text));
  }
  get readyState() { return this.#state.ready; }
  get url() { return this.#state.url; }
  get protocol() { return this.#state.protocol; }
  get extensions() { return ""; }
  get bufferedAmount() { return this.#state.unsent; }
  get binaryType() { return this.#state.binaryType; }
  set binaryType(type) { if (type === "blob" || type === "arraybuffer") this.#state.binaryType = type; }
  get onopen() { return this.#state.handlers.open.value; }
  set onopen(handler) { this.#state.handlers.open.value = handler; }
  get onmessage() { return this.#state.handlers.message.value; }
  set onmessage(handler) { this.#state.handlers.message.value = handler; }
  get onerror() { return this.#state.handlers.error.value; }
  set onerror(handler) { this.#state.handlers.error.value = handler; }
  get onclose() { return this.#state.handlers.close.value; }
  set onclose(handler) { this.#state.handlers.close.value = handler; }
}

/** A blob is read some promise jobs later, and what is sent after it waits for it. */
function sendLater(state, act) {
  if (state.blobs === 0) return act();
  state.waiting = state.waiting.then(act);
}
function sendBlob(state, blob) {
  state.blobs++;
  state.waiting = state.waiting.then(() => blob.arrayBuffer()).then((buffer) => {
    transmit(state, new Uint8Array(buffer));
    state.blobs--;
  });
}
/** What a socket that is closing is given goes nowhere, and stays counted (WHATWG WebSockets, 3.1). */
function transmit(state, bytes, text) {
  if (state.ready !== STATES.OPEN && !(state.ready === STATES.CLOSING && state.blobs > 0))
    state.unsent += bytes?.length ?? utf8(text).length;
  else if (bytes !== undefined) host.socket_send_bytes(state.number, bytes);
  else host.socket_send_text(state.number, text);
}

expose(WebSocket, { brand: (value) => stateOf(value) !== undefined });
for (const holder of [WebSocket, WebSocket.prototype])
  for (const [name, value] of Object.entries(STATES)) Object.defineProperty(holder, name, { value, enumerable: true });
Object.defineProperty(globalThis, "WebSocket", { value: WebSocket, writable: true, configurable: true });

const dispatch = (socket, event) => guarded(() => socket.dispatchEvent(event));

export function opened(number, protocol) {
  const socket = sockets.get(number);
  const state = stateOf(socket);
  if (state.ready === STATES.CONNECTING) state.ready = STATES.OPEN;
  state.protocol = protocol;
  dispatch(socket, new Event("open"));
}

export function message(number, data) {
  const socket = sockets.get(number);
  const state = stateOf(socket);
  if (state.ready !== STATES.OPEN) return;
  const shown = typeof data === "string" || state.binaryType === "arraybuffer" ? data : new Blob([data]);
  dispatch(socket, new MessageEvent("message", { data: shown, origin: new URL(state.url).origin }));
}

/** No connection came about, or the peer broke the protocol. */
export function failed(number) {
  const socket = sockets.get(number);
  stateOf(socket).ready = STATES.CLOSED;
  dispatch(socket, new Event("error"));
}

export function closed(number, code, reason, wasClean) {
  const socket = sockets.get(number);
  sockets.delete(number);
  stateOf(socket).ready = STATES.CLOSED;
  dispatch(socket, new CloseEvent("close", { code, reason, wasClean }));
}

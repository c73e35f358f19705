// One session of a client whose code is a module: what the module exports is called as the session goes on.

import { host } from "../../js/web/index.js";
import { describe, guarded } from "./errors.js";
import { arriveAt } from "./location.js";
import { kept, restore } from "./storage.js";

let facts; // {name, index, room, session, host, with}
let socket = null; // the latest that connect() has opened
let client;
let code = {};

/** A value as JSON, for the trace: equal values are equal text. */
function shownAsJson(value) {
  const text = JSON.stringify(value, (key, member) =>
    typeof member === "bigint" ? `${member}`
      : member instanceof Map ? Object.fromEntries(member)
        : member instanceof Set ? [...member]
          : ArrayBuffer.isView(member) ? [...new Uint8Array(member.buffer, member.byteOffset, member.byteLength)]
            : typeof member === "object" && member !== null && !Array.isArray(member) && typeof member.toJSON !== "function"
              ? Object.fromEntries(Object.keys(member).sort().map((name) => [name, member[name]])) : member);
  return text ?? "null";
}

/** report("view", value): into the trace, where `clients converge` and checks find it. */
export function report(name, value) {
  host.report(`${name}`, shownAsJson(value));
}

function settle(result) {
  if (typeof result?.then === "function") Promise.resolve(result).catch((error) => host.uncaught(...describe(error)));
}
const call = (name, ...args) => {
  if (typeof code[name] === "function") settle(guarded(() => code[name](client, ...args)));
};

const filled = (text) => `${text}`.replace(/\{(client|room|index|session)\}/g, (whole, name) =>
  encodeURIComponent(`${name === "client" ? facts.name : facts[name]}`));

function connect(path = code.connect ?? "/", protocols = code.protocols ?? []) {
  const asked = typeof path === "function" ? path(client) : path;
  const opened = new WebSocket(filled(asked), protocols);
  socket = opened;
  opened.binaryType = "arraybuffer";
  opened.addEventListener("open", () => call("onOpen"));
  opened.addEventListener("message", (event) => call("onMessage", event.data));
  opened.addEventListener("close", (event) => call("onClose", event));
  return opened;
}

/** Before the module is evaluated. */
export function begin(json, stored) {
  facts = JSON.parse(json);
  arriveAt(facts.host);
  restore(stored);
  client = {
    ...facts,
    connect,
    send(data) {
      if (socket === null) throw new Error("client.send() before client.connect()");
      socket.send(data);
    },
    sendJson(value) { client.send(JSON.stringify(value)); },
    close(code, reason) { socket?.close(code, reason); },
    report,
    leave() { host.leave(); },
    get socket() { return socket; },
  };
  for (const [name, value] of Object.entries({ client, report }))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

/** The module has been evaluated. One that speaks of messages is connected; others connect as they like. */
export function start(exports = {}) {
  code = exports.default !== null && typeof exports.default === "object" ? { ...exports, ...exports.default } : exports;
  call("onStart");
  const speaks = ["onOpen", "onMessage", "onClose"].some((name) => typeof code[name] === "function");
  if (speaks && socket === null) guarded(() => connect());
  return kept();
}

/** The session's time is over; its connections end after this. What the client keeps for the next one. */
export function end() {
  call("onEnd");
  return kept();
}

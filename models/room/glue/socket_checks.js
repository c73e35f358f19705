// What the WebSocket calls refuse, and in which words (observed 2).

import { host, lazily, utf8Length } from "../../js/web/index.js";
import { owner as currentOwner, workerOwner } from "./current.js";
import { wrongParameter } from "./errors.js";


/** A string as the runtime keeps it: a lone surrogate does not survive its UTF-8. */
export function keptText(value) {
  const text = `${value}`;
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, "\ufffd\ufffd\ufffd");
}

function closeCode(code) {
  if (code === undefined) return undefined;
  const number = +code;
  if (!Number.isFinite(number)) return 0;
  if (number < -2147483648 || number > 2147483647)
    throw new TypeError("Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
  return Math.trunc(number);
}

const refusedCode = (code) =>
  code < 1000 || code >= 5000 || code === 1004 || code === 1005 || code === 1006 || code === 1015;

/** [code, reason] of close(): arguments are converted first, then checked, whatever the socket's state. */
export function closeArguments(code, reason) {
  const number = closeCode(code);
  const text = reason === undefined ? undefined : `${reason}`;
  if (number !== undefined && refusedCode(number))
    throw new DOMException(`Invalid WebSocket close code: ${number}.`, "InvalidAccessError");
  if (text !== undefined) {
    if (text.length > 41 && utf8Length(text) > 123 && host.socket_rule("close reason limit"))
      throw new DOMException(
        "WebSocket close reason must not be longer than 123 bytes when UTF-8 encoded.",
        "SyntaxError",
      );
    if (number === undefined)
      throw new DOMException(
        "If you specify a WebSocket close reason, you must also specify a code.",
        "InvalidAccessError",
      );
  }
  return [number ?? 1005, text ?? ""];
}

/** The list of tags as strings. */
export function tagList(tags) {
  if (tags === undefined) return [];
  if (!Array.isArray(tags)) throw wrongParameter("acceptWebSocket", "DurableObjectState", 2, "Array");
  return tags.map(keptText);
}

/** Duplicates go, first position stays; ten at most, counted before each is added (recorded). */
export function uniqueTags(tags) {
  const unique = new Set();
  for (const tag of tags) {
    if (unique.size >= 10) throw new Error("a Hibernatable WebSocket cannot have more than 10 tags");
    if (utf8Length(tag) > 256) throw new Error(`"${tag}" is longer than the max tag length (256 characters).`);
    unique.add(tag);
  }
  return [...unique];
}

/** Milliseconds of setHibernatableWebSocketEventTimeout(); 0: none. */
export function eventTimeout(ms) {
  if (ms === undefined) return 0;
  const number = +ms;
  if (!Number.isFinite(number)) throw new TypeError("The value cannot be converted because it is not an integer.");
  if (number < 0)
    throw new TypeError(
      "The value cannot be converted because it is negative and this API expects a positive number.",
    );
  if (number > 4294967295) throw new TypeError("Value out of range. Must be less than or equal to 4294967295.");
  if (number >= 604800001) throw new Error("Event timeout should not exceed 604800000 ms.");
  return Math.trunc(number);
}

const token = lazily(() => /^[!#$%&'*+\-.0-9A-Z^_`a-z|~]+$/);
const constructorError = (text) => new DOMException(`WebSocket Constructor: ${text}`, "SyntaxError");

/** The URL under which new WebSocket(url) asks for the connection. */
export function connectionUrl(text) {
  if (!URL.canParse(text)) throw constructorError("The url is invalid.");
  const url = new URL(text);
  if (url.protocol !== "ws:" && url.protocol !== "wss:")
    throw constructorError("The url scheme must be ws or wss.");
  if (text.includes("#")) throw constructorError("The url fragment must be empty.");
  const scheme = url.protocol === "ws:" ? "http:" : "https:";
  return `${scheme}//${url.host}${url.pathname}${url.search}`;
}

/** What new WebSocket(url, protocols) offers, as a header's value; null: nothing. */
export function offeredProtocols(protocols) {
  if (protocols === undefined) return null;
  if (!Array.isArray(protocols)) {
    const only = `${protocols}`;
    if (!token().test(only)) throw constructorError("The protocol header token is invalid.");
    return only;
  }
  const seen = new Set();
  for (const one of protocols.map(String)) {
    if (!token().test(one)) throw constructorError("One of the protocol header tokens is invalid.");
    if (seen.has(one)) throw constructorError("The protocols header cannot have repeating values.");
    seen.add(one);
  }
  return seen.size === 0 ? null : [...seen].join(", ");
}

/** A socket is used by the object that it belongs to; the Worker's by the request that made it. */
export function checkHome(state) {
  const current = currentOwner();
  if (state.owner === current && (current !== workerOwner || state.request === current.invocation)) return;
  const [who, where] =
    current === workerOwner
      ? ["request", "one request handler cannot be accessed from a different request's handler"]
      : ["Durable Object", "one Durable Object cannot be accessed from a different Durable Object in the same isolate"];
  throw new Error(
    `Cannot perform I/O on behalf of a different ${who}. I/O objects (such as streams, request/response bodies, and ` +
      `others) created in the context of ${where}. This is a limitation of Cloudflare Workers which allows us to ` +
      "improve overall performance. (I/O type: Native)",
  );
}

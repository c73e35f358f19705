// Errors as they look on each side of a call.

import { host } from "../../js/web/index.js";

const BUILT_IN = { TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError };

/** [name, message, stack] of anything that was thrown; a thrown non-error becomes Error(String(it)). */
export function describe(thrown) {
  if (thrown instanceof Error) return [String(thrown.name), String(thrown.message), userStack(thrown)];
  if (isErrorWithoutClass(thrown)) return ["Error", String(thrown.message), userStack(thrown)];
  return ["Error", shown(thrown), ""];
}

/** One whose prototype was taken away: it has not even toString(). */
const isErrorWithoutClass = (thrown) =>
  typeof thrown === "object" && thrown !== null && host.kind_of(thrown) === "error";

function shown(thrown) {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** The stack without the frames of this runtime. */
export function userStack(error) {
  const stack = typeof error.stack === "string" ? error.stack : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !/dormouse:|<anonymous>\)?$/.test(line))
    .join("\n");
}

/** The error that a caller of another object sees (spec 6.3): flags are bits remote 1, retryable 2, overloaded 4, reset 8. */
export function fromCallee(name, message, flags) {
  const Kind = BUILT_IN[name] ?? Error;
  // Only the language's own names cross as such; others stand before the message (recorded: rpc-errors, older dates).
  const text = Kind !== Error || name === "Error" || name === "" ? message : `${name}: ${message}`;
  const error = Kind === AggregateError ? new AggregateError([], message) : new Kind(text);
  if (Kind === AggregateError) delete error.errors;
  if (flags & 1) error.remote = true;
  if (flags & 2) error.retryable = true;
  if (flags & 4) error.overloaded = true;
  if (flags & 8) error.durableObjectReset = true;
  return error;
}

/**
 * [name, message, stack, flags, bytes, extras] of anything that was thrown, for the other side of a call. encoded is what
 * crosses as a value, {bytes, extras}; null if only the name and the message do.
 */
export function describeForCaller(thrown, encoded) {
  const flags = typeof thrown !== "object" || thrown === null || thrown instanceof DOMException ? 0 : thrown.overloaded ? 4 : thrown.retryable ? 2 : 0;
  const said = describe(thrown);
  // In a message an object is shown as the engine shows it.
  if (typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && !isErrorWithoutClass(thrown))
    said[1] = `#<${thrown.constructor?.name ?? "Object"}>`;
  return [...said, flags, encoded?.bytes, encoded?.extras];
}

/** The stack without frames of this runtime, kept as the error's own. */
export function withUserStack(error) {
  const head = String(error.stack).split("\n    at ")[0];
  const frames = userStack(error);
  Object.defineProperty(error, "stack", {
    value: frames === "" ? head : `${head}\n${frames}`,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return error;
}

export function wrongParameter(method, owner, number, type) {
  return new TypeError(`Failed to execute '${method}' on '${owner}': parameter ${number} is not of type '${type}'.`);
}

export function wrongConstructorParameter(className, number, type) {
  return new TypeError(
    `Failed to construct '${className}': constructor parameter ${number} is not of type '${type}'.`,
  );
}

/** What an object may not use because another made it. */
export const foreign = (owner, type) =>
  new Error(
    `Cannot perform I/O on behalf of a different ${owner.number === 0 ? "request" : "Durable Object"}. I/O objects ` +
      "(such as streams, request/response bodies, and others) created in the context of one " +
      (owner.number === 0
        ? "request handler cannot be accessed from a different request's handler. "
        : "Durable Object cannot be accessed from a different Durable Object in the same isolate. ") +
      `This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: ${type})`,
  );

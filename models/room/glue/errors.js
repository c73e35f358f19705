// Errors as they look on each side of a call.

const BUILT_IN = { TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError };

/** [name, message, stack] of anything that was thrown; a thrown non-error becomes Error(String(it)). */
export function describe(thrown) {
  if (thrown instanceof Error) return [String(thrown.name), String(thrown.message), userStack(thrown)];
  return ["Error", String(thrown), ""];
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
  const error = new Kind(message);
  if (error.name !== name && name !== "Error") error.name = name;
  if (flags & 1) error.remote = true;
  if (flags & 2) error.retryable = true;
  if (flags & 4) error.overloaded = true;
  if (flags & 8) error.durableObjectReset = true;
  return error;
}

export function wrongParameter(method, owner, number, type) {
  return new TypeError(`Failed to execute '${method}' on '${owner}': parameter ${number} is not of type '${type}'.`);
}

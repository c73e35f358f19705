// Errors that the platform has and the language lacks.

/// Thrown at the first use of something that the simulation does not model; never a silent stub.
export class NotModelledError extends Error {
  constructor(what, instead = "") {
    super(`${what} is not modelled by Dormouse yet.${instead ? ` ${instead}` : ""}`);
  }
}
Object.defineProperty(NotModelledError.prototype, "name", {
  value: "NotModelledError", writable: true, configurable: true,
});

const kCodes = [
  "IndexSizeError", "DOMStringSizeError", "HierarchyRequestError", "WrongDocumentError", "InvalidCharacterError",
  "NoDataAllowedError", "NoModificationAllowedError", "NotFoundError", "NotSupportedError", "InUseAttributeError",
  "InvalidStateError", "SyntaxError", "InvalidModificationError", "NamespaceError", "InvalidAccessError",
  "ValidationError", "TypeMismatchError", "SecurityError", "NetworkError", "AbortError", "URLMismatchError",
  "QuotaExceededError", "TimeoutError", "InvalidNodeTypeError", "DataCloneError",
];
const kNamesWithoutCode = new Set(["DOMStringSizeError", "NoDataAllowedError", "ValidationError"]);

/// Like the runtime's, an Error whose code, name, message and stack are own enumerable properties.
export class DOMException extends Error {
  constructor(message = "", name = "Error") {
    super();
    const stack = this.stack;
    delete this.stack;
    this.code = kNamesWithoutCode.has(`${name}`) ? 0 : kCodes.indexOf(`${name}`) + 1;
    this.name = `${name}`;
    this.message = `${message}`;
    const frames = typeof stack === "string" ? stack.indexOf("\n    at ") : -1;
    const head = this.message === "" ? this.name : `${this.name}: ${this.message}`;
    this.stack = frames < 0 ? head : head + stack.slice(frames);
  }
}
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: "DOMException", configurable: true });
kCodes.forEach((name, i) => {
  const constant = `${name.replace(/Error$/, "").replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()}_ERR`
    .replace("URLMISMATCH", "URL_MISMATCH");
  const property = { value: i + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, property);
  Object.defineProperty(DOMException.prototype, constant, property);
});

export function illegalInvocation() {
  return new TypeError(
    "Illegal invocation: function called with incorrect `this` reference. See " +
      "https://developers.cloudflare.com/workers/observability/errors/#illegal-invocation-errors for details.",
  );
}

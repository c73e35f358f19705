// The errors of crypto.subtle, and what every algorithm asks of its parameters. The words are the runtime's.
import { bytesOf, isBufferSource } from "../encoding.js";
import { DOMException } from "../errors.js";

const named = (name) => (message) => new DOMException(message, name);
export const dataError = named("DataError");
export const invalidAccess = named("InvalidAccessError");
export const notSupported = named("NotSupportedError");
export const operationError = named("OperationError");
export const syntaxError = named("SyntaxError");

/// A member that an algorithm cannot do without.
export function field(algorithm, name, of = "algorithm") {
  const value = algorithm[name];
  if (value === undefined) throw new TypeError(`Missing field "${name}" in "${of}".`);
  return value;
}

/// Such a member as a whole number.
export const integerOf = (value) => Math.trunc(Number(value)) || 0;

/// The bytes of a member; `dictionary` is what the runtime calls the algorithm.
export function bytesIn(algorithm, name, dictionary) {
  const value = field(algorithm, name);
  if (isBufferSource(value)) return bytesOf(value);
  throw new TypeError(
    `Incorrect type for the '${name}' field on '${dictionary}': the provided value is not of type 'BufferSource'.`,
  );
}
const kNothing = new Uint8Array(0);
export const bytesIfAny = (algorithm, name, dictionary) =>
  algorithm[name] === undefined ? kNothing : bytesIn(algorithm, name, dictionary);

/// What the runtime says when an algorithm is nothing at all.
export function uninitialized(dictionary) {
  return new TypeError(
    `Cannot initialize N7workerd3api12SubtleCrypto${dictionary.length}${dictionary}E with required members from an ` +
      "undefined or null value.",
  );
}

const kHashes = new Map(["SHA-1", "SHA-256", "SHA-384", "SHA-512", "MD5"].map((name) => [name, name]));

/// The hash that a name or an object with a name means.
export function hashNamed(value) {
  if (value === null) throw uninitialized("HashAlgorithm");
  const name = kHashes.get(`${typeof value === "object" ? value.name : value}`.toUpperCase());
  if (name === undefined) throw notSupported("Unrecognized or unimplemented digest algorithm requested.");
  return name;
}
export const hashIn = (algorithm) => hashNamed(field(algorithm, "hash"));
export const blockBits = (hash) => (hash === "SHA-384" || hash === "SHA-512" ? 1024 : 512);

export const unknownFormat = (format) =>
  format === "raw-secret"
    ? notSupported('Key format "raw-secret" requires the webcrypto_modern_algorithms flag.')
    : notSupported(`Unrecognized key import format "${format}".`);

const kUsages = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];

/// In the standard's order, each once. attempt: "import secret AES-GCM", "generate HMAC"
export function usagesAmong(usages, allowed, attempt) {
  for (const usage of usages) {
    if (!allowed.includes(usage)) throw syntaxError(`Attempt to ${attempt} key with invalid usage "${usage}".`);
  }
  return kUsages.filter((usage) => usages.includes(usage));
}

export function requireUsages(usages) {
  if (usages.length === 0) throw syntaxError("Secret/private CryptoKeys must have at least one usage.");
}

/// What the host could do with the input, or the error.
export function done(result, error) {
  if (result === null) throw error();
  return result;
}

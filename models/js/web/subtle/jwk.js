// JSON Web Keys.
import { dataError } from "./refusals.js";

const kMembers = [
  "kty", "use", "key_ops", "alg", "ext", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth", "k", "pub",
  "priv",
];

/// A key to show: every member there is, undefined where the key has none.
export function jsonWebKey(members) {
  const key = {};
  for (const name of kMembers) key[name] = members[name];
  return key;
}

const kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const kDigits = new Map([...kAlphabet].map((digit, i) => [digit, i]));

export function toBase64Url(data) {
  const bytes = new Uint8Array(data);
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let digit = 0; digit < digits; ++digit) text += kAlphabet[(bits >> (18 - 6 * digit)) & 63];
  }
  return text;
}

/// null if the text is none: padding, spaces and the other alphabet's digits are taken, too.
export function fromBase64Url(value) {
  if (typeof value !== "string") return null;
  const text = value.replace(/[\t\n\f\r ]/g, "").replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
  if (text.length % 4 === 1 || /[^\w-]/.test(text)) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let [bits, size, at] = [0, 0, 0];
  for (const digit of text) {
    bits = ((bits << 6) | kDigits.get(digit)) & 0xffffff;
    size += 6;
    if (size < 8) continue;
    size -= 8;
    bytes[at++] = bits >> size;
  }
  return bytes;
}

export function requireExtractable(jwk, name, extractable) {
  if (jwk.ext === false && extractable) {
    throw dataError(`JWK ext field for "${name}" is set to false but extractable is true`);
  }
}

/// What `use` and `key_ops` of an asymmetric key must say if it is to have these usages.
export function requireOperations(jwk, usages, use) {
  if (usages.length === 0) return;
  if (jwk.use !== undefined && jwk.use !== use) {
    throw dataError(
      'Asymmetric "jwk" key import with usages requires a JSON Web Key with Public Key Use parameter "use" ' +
        `("${jwk.use}") equal to "${use}".`,
    );
  }
  if (jwk.key_ops !== undefined && usages.some((usage) => !jwk.key_ops.includes(usage))) {
    throw dataError(
      'All specified key usages must be present in the JSON Web Key\'s Key Operations parameter ("key_ops").',
    );
  }
}

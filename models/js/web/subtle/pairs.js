// What the algorithms of key pairs have in common: the formats of their keys, and how a pair is made.
import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { makeKey } from "./key.js";
import { dataError, invalidAccess, operationError, syntaxError, unknownFormat, usagesAmong } from "./refusals.js";

/// Sixteen bytes a use, however many it takes of what is made of them.
export const seed = () => host.random_bytes(16);

/// {kind, modulusLength, publicExponent, der}; an error if the bytes are no key at all.
export function readDer(format, data) {
  const found = host.crypto_read(format === "pkcs8", bytesOf(data));
  if (found === null) throw dataError(`Invalid ${format.toUpperCase()} input.`);
  const [kind, modulusLength, exponent, der] = found;
  return { kind, modulusLength, publicExponent: new Uint8Array(exponent), der: new Uint8Array(der) };
}

/**
 * allowed: usages by "private" and "public". parsed(format, data, algorithm, usages, extractable): {type, algorithm,
 * der} of what is imported. shape(algorithm): {kind, modulusLength, publicExponent, shown} of a pair to make; shown is
 * the algorithm of its keys. jwk(key): the members that only this algorithm has; raw(key): the bytes, or null.
 */
export function pairsOf({ name, allowed, formats, parsed, shape, jwk, raw }) {
  const all = [...allowed.private, ...allowed.public];
  return {
    name,
    import(format, data, algorithm, extractable, usages) {
      if (!formats.includes(format)) throw unknownFormat(format);
      const { type, algorithm: shown, der } = parsed(format, data, algorithm, usages, extractable);
      const wanted = usagesAmong(usages, allowed[type], `import ${type} ${name}`);
      return makeKey({ type, extractable, algorithm: shown, usages: wanted, data: der });
    },
    export(format, key) {
      if (format === "jwk") return jwk(key);
      if (format === "raw" && formats.includes("raw")) return raw(key);
      if (format === "pkcs8" || format === "spki") {
        const needed = format === "pkcs8" ? "private" : "public";
        if (key.type === needed) return key.data.slice().buffer;
        throw invalidAccess(`Asymmetric ${format} export requires ${needed} key (not "${key.type}").`);
      }
      if (format === "raw-secret") throw unknownFormat(format);
      throw invalidAccess(`Cannot export "${name}" in "${format}" format.`);
    },
    generate(algorithm, extractable, usages) {
      const { kind, modulusLength = 0, publicExponent = new Uint8Array(0), shown } = shape(algorithm);
      usagesAmong(usages, all, `generate ${name}`);
      const wanted = (type) => usagesAmong(usages.filter((usage) => allowed[type].includes(usage)), all, "");
      if (wanted("private").length === 0) {
        throw syntaxError("Attempt to generate asymmetric keys with no valid private key usages.");
      }
      const made = host.crypto_generate(seed(), kind, modulusLength, publicExponent);
      if (made === null) throw operationError("The key pair could not be generated.");
      const [privateDer, publicDer] = made.map((der) => new Uint8Array(der));
      const key = (type, data, mayLeave) =>
        makeKey({ type, extractable: mayLeave, algorithm: shown, usages: wanted(type), data });
      return { publicKey: key("public", publicDer, true), privateKey: key("private", privateDer, extractable) };
    },
  };
}

/// The first bits of a shared secret; null: all of them.
export function firstBits(secret, length) {
  if (length === null) return secret;
  const most = secret.byteLength * 8;
  if (length > most) {
    throw operationError(`Derived key length (${length} bits) is too long (should be at most ${most} bits).`);
  }
  const bytes = new Uint8Array(secret.slice(0, Math.ceil(length / 8)));
  if (length % 8 !== 0) bytes[bytes.length - 1] &= 0xff << (8 - (length % 8));
  return bytes.buffer;
}

/// The other side's key, for a derivation with the private one of ours.
export function otherSide(algorithm, mine, keptOf, isCryptoKey) {
  const other = algorithm.public;
  if (other === undefined) throw new TypeError('Missing field "public" in "derivedKeyParams".');
  if (!isCryptoKey(other)) {
    throw new TypeError(
      "Incorrect type for the 'public' field on 'DeriveKeyAlgorithm': the provided value is not of type 'CryptoKey'.",
    );
  }
  const theirs = keptOf(other);
  if (theirs.type !== "public") {
    throw invalidAccess(`The provided key has type "${theirs.type}", not "public"`);
  }
  if (theirs.algorithm.name !== mine.algorithm.name) {
    throw invalidAccess(
      `Private key for derivation is using "${mine.algorithm.name}" while public key is using ` +
        `"${theirs.algorithm.name}".`,
    );
  }
  const [ours, curve] = [mine.algorithm.namedCurve, theirs.algorithm.namedCurve];
  if (ours !== curve) {
    throw invalidAccess(`Private key for derivation is using curve "${ours}" while public key is using "${curve}".`);
  }
  return theirs;
}

// Ed25519, by its old name, too, and X25519.
import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { isCryptoKey, keptOf } from "./key.js";
import { fromBase64Url, jsonWebKey, requireExtractable, requireOperations, toBase64Url } from "./jwk.js";
import { firstBits, otherSide, pairsOf, readDer } from "./pairs.js";
import { dataError, done, field, invalidAccess, notSupported, operationError } from "./refusals.js";

const kNothing = new Uint8Array(0);
const kSignatureBytes = 64;
const kOldName = "NODE-ED25519";

function fromJwk(jwk, kind, name, usages, extractable) {
  if (jwk.kty !== "OKP") {
    throw dataError(
      `${kind} "jwk" key imports requires a JSON Web Key with Key Type parameter "kty" ("${jwk.kty}") equal to "OKP".`,
    );
  }
  requireOperations(jwk, usages, kind === "Ed25519" ? "sig" : "enc");
  requireExtractable(jwk, name, extractable);
  if (kind === "Ed25519" && jwk.alg !== undefined && jwk.alg !== "EdDSA") {
    throw dataError(`JSON Web Key Algorithm parameter "alg" ("${jwk.alg}") does not match requested Ed25519 curve.`);
  }
  if (jwk.crv === undefined) throw dataError(`Missing field "crv" for ${kind} key.`);
  if (jwk.crv !== kind) throw notSupported(`Only ${kind} is supported but "${jwk.crv}" was requested.`);
  const x = fromBase64Url(jwk.x);
  const missing = (part, member) =>
    dataError(`Invalid ${kind} key in JSON WebKey; missing or invalid ${part} key component ("${member}").`);
  if (x === null) throw missing("public", "x");
  if (jwk.d === undefined) {
    const der = host.crypto_from_parts(kind, x, kNothing, kNothing);
    const error = () => dataError(`Invalid length ${x.length} for public key`);
    return { type: "public", der: new Uint8Array(done(der, error)) };
  }
  const d = fromBase64Url(jwk.d);
  if (d === null || d.length === 0) throw missing("private", "d");
  const der = host.crypto_from_parts(kind, x, kNothing, d);
  const error = () => dataError(`Invalid length ${d.length} for private key`);
  return { type: "private", der: new Uint8Array(done(der, error)) };
}

function fromDer(format, data, kind) {
  const read = readDer(format, data);
  if (read.kind !== kind) throw dataError(`Input was not an ${kind} key.`);
  return { type: format === "pkcs8" ? "private" : "public", der: read.der };
}

function fromRaw(data, kind) {
  const raw = bytesOf(data);
  if (raw.length !== 32) throw dataError(`${kind} raw keys must be exactly 32-bytes (provided ${raw.length}).`);
  const der = done(host.crypto_public_from_raw(kind, raw), () => dataError(`Invalid ${kind} key.`));
  return { type: "public", der: new Uint8Array(der) };
}

const partsOf = (key) => host.crypto_parts(key.type === "private", key.data);

function curve25519(kind, allowed, name = kind) {
  const shownAs = (algorithm) =>
    name === kOldName ? { name, namedCurve: `${field(algorithm, "namedCurve")}` } : { name };
  return pairsOf({
    name,
    allowed,
    formats: ["raw", "jwk", "pkcs8", "spki"],
    parsed(format, data, algorithm, usages, extractable) {
      const shown = shownAs(algorithm);
      const key =
        format === "jwk" ? fromJwk(data, kind, name, usages, extractable)
        : format === "raw" ? fromRaw(data, kind)
        : fromDer(format, data, kind);
      return { ...key, algorithm: shown };
    },
    shape: (algorithm) => ({ kind, shown: shownAs(algorithm) }),
    jwk(key) {
      const [x, , d] = partsOf(key).map(toBase64Url);
      return jsonWebKey({
        kty: "OKP", key_ops: [...key.usages], ext: key.extractable, crv: kind, x, d: d === "" ? undefined : d,
        alg: kind === "Ed25519" ? "EdDSA" : undefined,
      });
    },
    raw(key) {
      if (key.type !== "public") throw invalidAccess(`Raw export of ${name} keys is only allowed for public keys.`);
      return partsOf(key)[0];
    },
  });
}

const ed25519 = (name) => ({
  ...curve25519("Ed25519", { private: ["sign"], public: ["verify"] }, name),
  sign(key, data) {
    // It draws nothing: a signature is a function of key and data.
    return done(host.crypto_sign("", "", 0, key.data, data, kNothing), () => operationError("Ed25519 signing failed."));
  },
  verify(key, signature, data) {
    if (signature.length !== kSignatureBytes) {
      throw operationError(`Invalid Ed25519 signature length ${signature.length}`);
    }
    return host.crypto_verify("", "", 0, key.data, data, signature);
  },
});

const x25519 = {
  ...curve25519("X25519", { private: ["deriveKey", "deriveBits"], public: [] }),
  deriveBits(key, length, algorithm) {
    const other = otherSide(algorithm, key, keptOf, isCryptoKey);
    const error = () => operationError("Failed to derive EDDH key: public key routines INVALID_PEER_KEY.");
    return firstBits(done(host.crypto_shared_secret(key.data, other.data), error), length);
  },
};

export const curves25519 = [ed25519("Ed25519"), ed25519(kOldName), x25519];

// ECDSA and ECDH on the curves P-256, P-384 and P-521.
import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { isCryptoKey, keptOf } from "./key.js";
import { fromBase64Url, jsonWebKey, requireExtractable, requireOperations, toBase64Url } from "./jwk.js";
import { firstBits, otherSide, pairsOf, readDer, seed } from "./pairs.js";
import { dataError, done, field, hashNamed, invalidAccess, notSupported, operationError } from "./refusals.js";

const kAlgs = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };
const kNothing = new Uint8Array(0);

function curveIn(algorithm) {
  const name = `${field(algorithm, "namedCurve")}`;
  if (!Object.hasOwn(kAlgs, name)) throw notSupported(`Unrecognized or unimplemented EC curve "${name}" requested.`);
  return name;
}

function fromJwk(jwk, name, curve, usages, extractable) {
  if (jwk.kty !== "EC") {
    throw dataError(
      'Elliptic curve "jwk" key import requires a JSON Web Key with Key Type parameter "kty" ' +
        `("${jwk.kty}") equal to "EC".`,
    );
  }
  requireOperations(jwk, usages, name === "ECDSA" ? "sig" : "enc");
  requireExtractable(jwk, name, extractable);
  if (name === "ECDSA" && jwk.alg !== undefined && jwk.alg !== kAlgs[curve]) {
    throw dataError(`JSON Web Key Algorithm parameter "alg" ("${jwk.alg}") does not match requested curve.`);
  }
  const [x, y] = ["x", "y"].map((member) => {
    const value = fromBase64Url(jwk[member]);
    if (value === null) throw dataError(`Invalid EC key in JSON Web Key; missing "${member}".`);
    return value;
  });
  const notThere = () =>
    operationError('Invalid EC key; public key coordinates "x" and "y" are invalid: Point is not on curve..');
  const publicDer = done(host.crypto_from_parts(curve, x, y, kNothing), notThere);
  if (jwk.d === undefined) return { type: "public", der: new Uint8Array(publicDer) };
  const d = fromBase64Url(jwk.d) ?? kNothing;
  const wrong = () => dataError("Invalid EC key in JSON Web Key.");
  const privateDer = done(d.length > 0 ? host.crypto_from_parts(curve, x, y, d) : null, wrong);
  return { type: "private", der: new Uint8Array(privateDer) };
}

function fromDer(format, data, curve) {
  const { kind, der } = readDer(format, data);
  const type = format === "pkcs8" ? "private" : "public";
  if (!Object.hasOwn(kAlgs, kind)) throw dataError(`Input was not an EC ${type} key`);
  if (kind !== curve) {
    throw dataError(`"algorithm.namedCurve" "${curve}" does not match the curve specified by the input key data.`);
  }
  return { type, der };
}

function fromRaw(data, curve) {
  const der = host.crypto_public_from_raw(curve, bytesOf(data));
  return {
    type: "public",
    der: new Uint8Array(done(der, () => dataError("Failed to import raw EC key data: Invalid point encoding.."))),
  };
}

const partsOf = (key) => host.crypto_parts(key.type === "private", key.data);

const curves = (name, allowed) => ({
  ...pairsOf({
    name,
    allowed,
    formats: ["raw", "jwk", "pkcs8", "spki"],
    parsed(format, data, algorithm, usages, extractable) {
      const namedCurve = curveIn(algorithm);
      const key =
        format === "jwk" ? fromJwk(data, name, namedCurve, usages, extractable)
        : format === "raw" ? fromRaw(data, namedCurve)
        : fromDer(format, data, namedCurve);
      return { ...key, algorithm: { name, namedCurve } };
    },
    shape(algorithm) {
      const namedCurve = curveIn(algorithm);
      return { kind: namedCurve, shown: { name, namedCurve } };
    },
    jwk(key) {
      const [x, y, d] = partsOf(key).map(toBase64Url);
      const { namedCurve } = key.algorithm;
      return jsonWebKey({
        kty: "EC", key_ops: [...key.usages], ext: key.extractable, crv: namedCurve, x, y, d: d === "" ? undefined : d,
      });
    },
    raw(key) {
      if (key.type !== "public") {
        throw invalidAccess("Raw export of elliptic curve keys is only allowed for public keys.");
      }
      const [x, y] = partsOf(key);
      return Uint8Array.of(4, ...new Uint8Array(x), ...new Uint8Array(y)).buffer;
    },
  }),
});

function hashOf(algorithm) {
  if (algorithm.hash !== undefined) return hashNamed(algorithm.hash);
  throw new TypeError(
    'Missing "hash" in AlgorithmIdentifier. (ECDSA requires that the hash algorithm be specified at call time rather ' +
      "than on the key. This differs from other WebCrypto algorithms for historical reasons.)",
  );
}

export const ecdsa = {
  ...curves("ECDSA", { private: ["sign"], public: ["verify"] }),
  sign(key, data, algorithm) {
    const made = host.crypto_sign(hashOf(algorithm), "", 0, key.data, data, seed());
    return done(made, () => operationError("ECDSA signing failed."));
  },
  verify: (key, signature, data, algorithm) =>
    host.crypto_verify(hashOf(algorithm), "", 0, key.data, data, signature),
};

export const ecdh = {
  ...curves("ECDH", { private: ["deriveKey", "deriveBits"], public: [] }),
  deriveBits(key, length, algorithm) {
    const other = otherSide(algorithm, key, keptOf, isCryptoKey);
    const secret = host.crypto_shared_secret(key.data, other.data);
    return firstBits(done(secret, () => operationError("ECDH derivation failed.")), length);
  },
};

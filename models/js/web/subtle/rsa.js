// RSASSA-PKCS1-v1_5, RSA-PSS and RSA-OAEP.
import { host } from "../host.js";
import { fromBase64Url, jsonWebKey, requireExtractable, requireOperations, toBase64Url } from "./jwk.js";
import { pairsOf, readDer, seed } from "./pairs.js";
import { bytesIfAny, bytesIn, dataError, done, field, hashIn, integerOf, operationError } from "./refusals.js";

const kNothing = new Uint8Array(0);
const kFactors = ["p", "q", "dp", "dq", "qi"];
const kSuffix = { "SHA-1": "1", "SHA-256": "256", "SHA-384": "384", "SHA-512": "512" };

function algOf(name, hash) {
  if (name === "RSA-OAEP") return hash === "SHA-1" ? name : `${name}-${kSuffix[hash]}`;
  return `${name === "RSA-PSS" ? "PS" : "RS"}${kSuffix[hash]}`;
}
/// By the end of its name; any padding's will do.
const algFits = (alg, hash) => algOf("RSA-OAEP", hash) === alg || /^[RP]S/.test(alg) && alg.slice(2) === kSuffix[hash];

function requireModulus(length) {
  if (length % 8 === 0 && length >= 256 && length <= 16384) return;
  throw operationError(
    `The modulus length must be a multiple of 8 and between 256 and 16k, but ${length} was requested.`,
  );
}

function partsOf(jwk) {
  const required = (member, what) => {
    const value = fromBase64Url(jwk[member]);
    if (value !== null && value.length > 0) return value;
    throw dataError(`Invalid RSA key in JSON Web Key; missing or invalid ${what} parameter ("${member}").`);
  };
  const parts = [required("n", "Modulus"), required("e", "Exponent")];
  if (jwk.d === undefined) return [...parts, ...Array(6).fill(kNothing)];
  parts.push(required("d", "Private Exponent"));
  const given = kFactors.filter((member) => jwk[member] !== undefined).length;
  if (given !== 0 && given !== kFactors.length) {
    throw dataError(
      "Invalid RSA private key in JSON Web Key; if one Prime Factor or CRT Exponent/Coefficient parameter is present, " +
        'then they must all be present ("p", "q", "dp", "dq", "qi").',
    );
  }
  return [...parts, ...kFactors.map((member) => (given === 0 ? kNothing : required(member, "Prime Factor")))];
}

function fromJwk(jwk, name, hash, usages, extractable) {
  if (jwk.kty !== "RSA") {
    throw dataError(
      'RSASSA-PKCS1-v1_5 "jwk" key import requires a JSON Web Key with Key Type parameter "kty" ' +
        `("${jwk.kty}") equal to "RSA".`,
    );
  }
  requireOperations(jwk, usages, name === "RSA-OAEP" ? "enc" : "sig");
  requireExtractable(jwk, name, extractable);
  if (jwk.alg !== undefined && !algFits(`${jwk.alg}`, hash)) {
    throw dataError(
      `JSON Web Key Algorithm parameter "alg" ("${jwk.alg}") does not match requested hash algorithm "${jwk.alg}".`,
    );
  }
  const parts = partsOf(jwk);
  if (parts[0].every((byte) => byte === 0)) requireModulus(0);
  const isPrivate = jwk.d !== undefined;
  const der = done(host.crypto_from_parts("RSA", ...parts), () => dataError("Invalid RSA key in JSON Web Key."));
  return readDer(isPrivate ? "pkcs8" : "spki", der);
}

function rsa(name, allowed) {
  return pairsOf({
    name,
    allowed,
    formats: ["jwk", "pkcs8", "spki"],
    parsed(format, data, algorithm, usages, extractable) {
      const hash = hashIn(algorithm);
      const read = format === "jwk" ? fromJwk(data, name, hash, usages, extractable) : readDer(format, data);
      if (read.kind !== "RSA") throw dataError("Input was not an RSA key.");
      const { der, modulusLength, publicExponent } = read;
      requireModulus(modulusLength);
      const isPrivate = format === "jwk" ? data.d !== undefined : format === "pkcs8";
      return { type: isPrivate ? "private" : "public", der, algorithm: { name, modulusLength, publicExponent, hash } };
    },
    shape(algorithm) {
      const hash = hashIn(algorithm);
      const modulusLength = integerOf(field(algorithm, "modulusLength"));
      const publicExponent = bytesIn(algorithm, "publicExponent", "GenerateKeyAlgorithm").slice();
      requireModulus(modulusLength);
      const exponent = publicExponent.reduce((sum, byte) => sum * 256 + byte, 0);
      if (exponent !== 3 && exponent !== 65537) {
        throw operationError(`The "publicExponent" must be either 3 or 65537, but got ${exponent}.`);
      }
      return { kind: "RSA", modulusLength, publicExponent, shown: { name, modulusLength, publicExponent, hash } };
    },
    jwk(key) {
      const parts = host.crypto_parts(key.type === "private", key.data).map(toBase64Url);
      const [n, e, d, p, q, dp, dq, qi] = parts.map((part) => (part === "" ? undefined : part));
      const alg = algOf(name, key.algorithm.hash);
      return jsonWebKey({
        kty: "RSA", key_ops: [...key.usages], alg, ext: key.extractable, n, e, d, p, q, dp, dq, qi,
      });
    },
  });
}

function signing(name, padding, saltIn) {
  return {
    ...rsa(name, { private: ["sign"], public: ["verify"] }),
    sign(key, data, algorithm) {
      const made = host.crypto_sign(key.algorithm.hash, padding, saltIn(algorithm), key.data, data, seed());
      return done(made, () => operationError(`${name} signing failed.`));
    },
    verify: (key, signature, data, algorithm) =>
      host.crypto_verify(key.algorithm.hash, padding, saltIn(algorithm), key.data, data, signature),
  };
}

function saltLength(algorithm) {
  if (algorithm.saltLength === undefined) {
    throw dataError("Failed to provide salt for RSA-PSS key operation which requires a salt");
  }
  return integerOf(algorithm.saltLength);
}

function oaep(key, data, algorithm) {
  const label = bytesIfAny(algorithm, "label", "EncryptAlgorithm");
  const made = host.crypto_rsa_oaep(key.algorithm.hash, label, key.type === "private", key.data, data, seed());
  return done(made, () => operationError("RSA-OAEP failed encrypt/decrypt."));
}

export const rsaAlgorithms = [
  signing("RSASSA-PKCS1-v1_5", "pkcs1", () => 0),
  signing("RSA-PSS", "pss", saltLength),
  {
    ...rsa("RSA-OAEP", { private: ["decrypt", "unwrapKey"], public: ["encrypt", "wrapKey"] }),
    encrypt: oaep,
    decrypt: oaep,
  },
];

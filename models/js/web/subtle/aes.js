// AES in the modes GCM, CBC, CTR and KW.
import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { makeKey } from "./key.js";
import { fromBase64Url, jsonWebKey, requireExtractable, toBase64Url } from "./jwk.js";
import {
  bytesIfAny, bytesIn, dataError, done, field, integerOf, notSupported, operationError, requireUsages, unknownFormat,
  usagesAmong,
} from "./refusals.js";

const kLengths = [128, 192, 256];
const kTagLengths = [32, 64, 96, 104, 112, 120, 128];
const kMessages = ["encrypt", "decrypt", "wrapKey", "unwrapKey"];
const kDictionary = "EncryptAlgorithm";

const failed = (length, expected, name) => () =>
  operationError(
    "Decryption failed. This could be due to a ciphertext authentication failure, bad padding, incorrect CryptoKey, or " +
      `another algorithm-specific reason. Input length was ${length}, output length expected to be ${expected} for ${name}`,
  );

/// Each mode: (encrypts, key, data, algorithm) -> bytes.
const kModes = {
  "AES-GCM"(encrypts, key, data, algorithm) {
    const iv = bytesIn(algorithm, "iv", kDictionary);
    if (iv.length === 0) throw operationError("AES-GCM IV must not be empty.");
    const tagLength = integerOf(algorithm.tagLength ?? 128);
    if (!kTagLengths.includes(tagLength)) throw operationError(`Invalid AES-GCM tag length ${tagLength}.`);
    const length = encrypts ? data.length : data.length - tagLength / 8;
    if (length < 0) {
      throw operationError(
        `Ciphertext length of ${data.length * 8} bits must be greater than or equal to the size of the AES-GCM tag ` +
          `length of ${tagLength} bits.`,
      );
    }
    const more = bytesIfAny(algorithm, "additionalData", kDictionary);
    return done(host.crypto_aes_gcm(encrypts, key, data, iv, more, tagLength / 8), failed(length, length, "AES-GCM"));
  },
  "AES-CBC"(encrypts, key, data, algorithm) {
    const iv = bytesIn(algorithm, "iv", kDictionary);
    if (iv.length !== 16) throw operationError(`AES-CBC IV must be 16 bytes long (provided ${iv.length} bytes).`);
    const expected = Math.max(data.length - 16, 0);
    return done(host.crypto_aes_cbc(encrypts, key, data, iv), failed(data.length, expected, "AES-CBC"));
  },
  "AES-CTR"(encrypts, key, data, algorithm) {
    const counter = bytesIn(algorithm, "counter", kDictionary);
    const length = integerOf(field(algorithm, "length"));
    if (counter.length !== 16) {
      throw operationError(`Counter must have length of 16 bytes (provided ${counter.length}).`);
    }
    if (!(length >= 1 && length <= 128)) throw operationError(`Invalid counter of ${length} bits length provided.`);
    if (data.length > 16 * 2 ** length) throw operationError("Counter block values will repeat.");
    return done(host.crypto_aes_ctr(encrypts, key, data, counter, length), failed(data.length, data.length, "AES-CTR"));
  },
  "AES-KW"(encrypts, key, data) {
    if (encrypts && data.length % 8 !== 0) {
      throw operationError(
        "Unwrapped key bit length must be a multiple of 64 bits but unwrapped key has a length of " +
          `${data.length * 8} bits.`,
      );
    }
    const error = () => operationError(`AES-KW key ${encrypts ? "wrapping" : "unwrapping"} failed.`);
    return done(host.crypto_aes_kw(encrypts, key, data), error);
  },
};

function lengthOf(algorithm, of, error) {
  const length = integerOf(field(algorithm, "length", of));
  if (!kLengths.includes(length)) throw operationError(error(length));
  return length;
}

function fromJwk(jwk, name, extractable, usages) {
  if (jwk.kty !== "oct") {
    throw dataError(
      'Symmetric "jwk" key import requires a JSON Web Key with Key Type parameter "kty" equal to "oct" (encountered ' +
        `"${jwk.kty}").`,
    );
  }
  if (jwk.use !== undefined && jwk.use !== "enc") {
    throw dataError(`Symmetric "jwk" key must have a "use" of "enc", not "${jwk.use}".`);
  }
  const raw = fromBase64Url(jwk.k);
  if (raw === null || raw.length === 0) {
    throw dataError('Symmetric "jwk" key import requires a base64Url encoding of the key.');
  }
  if (jwk.key_ops !== undefined) {
    const twice = jwk.key_ops.find((usage, i) => jwk.key_ops.indexOf(usage) !== i);
    if (twice !== undefined) {
      throw dataError(`Symmetric "jwk" key contains duplicate value "${twice}", in "key_op".`);
    }
    const missing = usages.find((usage) => !jwk.key_ops.includes(usage));
    if (missing !== undefined) throw dataError(`"jwk" key missing usage "${missing}", in "key_ops".`);
  }
  const expected = algOf(name, raw.length * 8);
  if (kLengths.includes(raw.length * 8) && jwk.alg !== undefined && jwk.alg !== expected) {
    throw dataError(`Symmetric "jwk" key contains invalid "alg" value "${jwk.alg}", expected "${expected}".`);
  }
  requireExtractable(jwk, name, extractable);
  return raw;
}

const algOf = (name, length) => `A${length}${name.slice(4)}`;

function aes(name) {
  const allowed = name === "AES-KW" ? ["wrapKey", "unwrapKey"] : kMessages;
  const mode = kModes[name];
  const crypt = (encrypts) => (key, data, algorithm) => mode(encrypts, key.data, data, algorithm);
  return {
    name,
    import(format, data, algorithm, extractable, usages) {
      const wanted = usagesAmong(usages, allowed, `import secret ${name}`);
      if (format !== "raw" && format !== "jwk") throw unknownFormat(format);
      const raw = format === "jwk" ? fromJwk(data, name, extractable, wanted) : bytesOf(data).slice();
      const length = raw.length * 8;
      if (!kLengths.includes(length)) {
        throw dataError(`Imported AES key length must be 128, 192, or 256 bits but provided ${length}.`);
      }
      return makeKey({ type: "secret", extractable, algorithm: { name, length }, usages: wanted, data: raw });
    },
    export(format, { algorithm, usages, data, extractable }) {
      if (format === "raw") return data.slice().buffer;
      if (format === "jwk") {
        const alg = algOf(name, algorithm.length);
        return jsonWebKey({ kty: "oct", key_ops: [...usages], alg, ext: extractable, k: toBase64Url(data) });
      }
      throw notSupported(`${name} key only supports exporting "raw", "raw-secret" & "jwk", not "${format}".`);
    },
    generate(algorithm, extractable, usages) {
      const wanted = usagesAmong(usages, allowed, `generate ${name}`);
      const length = lengthOf(algorithm, "algorithm", (given) =>
        `Generated AES key length must be 128, 192, or 256 bits but requested ${given}.`);
      requireUsages(wanted);
      const data = new Uint8Array(host.random_bytes(length / 8));
      return makeKey({ type: "secret", extractable, algorithm: { name, length }, usages: wanted, data });
    },
    derivedBits(algorithm) {
      return lengthOf(algorithm, "derivedKeyParams", (given) =>
        `Derived AES key must be 128, 192, or 256 bits in length but provided ${given}.`);
    },
    encrypt: crypt(true),
    decrypt: crypt(false),
  };
}

export const aesModes = Object.keys(kModes).map(aes);

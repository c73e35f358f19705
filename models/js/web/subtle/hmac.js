import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { makeKey } from "./key.js";
import { fromBase64Url, jsonWebKey, requireExtractable, toBase64Url } from "./jwk.js";
import {
  blockBits, dataError, hashIn, integerOf, notSupported, requireUsages, unknownFormat, usagesAmong,
} from "./refusals.js";

const name = "HMAC";
const kAllowed = ["sign", "verify"];
const kAlgs = { "SHA-1": "HS1", "SHA-256": "HS256", "SHA-384": "HS384", "SHA-512": "HS512" };

function fromJwk(jwk, hash, extractable) {
  if (jwk.kty !== "oct") {
    throw dataError(
      'HMAC "jwk" key import requires a JSON Web Key with Key Type parameter ("kty") equal to "oct" (encountered ' +
        `"${jwk.kty}").`,
    );
  }
  const raw = fromBase64Url(jwk.k);
  if (raw === null || raw.length === 0) {
    throw dataError('HMAC "jwk" key import requires a base64Url encoding of the key');
  }
  if (jwk.alg !== undefined && jwk.alg !== kAlgs[hash]) {
    throw dataError(
      `HMAC "jwk" key import specifies "alg" that is incompatible with the hash name (encountered "${jwk.alg}", ` +
        `expected "${kAlgs[hash]}").`,
    );
  }
  requireExtractable(jwk, name, extractable);
  return raw;
}

function lengthIn(algorithm, hash) {
  if (algorithm.length === undefined) return blockBits(hash);
  const length = integerOf(algorithm.length);
  if (!(length > 0)) throw new TypeError("HMAC key length must be a non-zero unsigned long integer.");
  return length;
}

const made = (hash, length, extractable, usages, data) =>
  makeKey({ type: "secret", extractable, algorithm: { name, hash, length }, usages, data });

function sign({ algorithm, data: key }, data) {
  return host.crypto_hmac(algorithm.hash, key, data);
}

export const hmac = {
  name,
  import(format, data, algorithm, extractable, usages) {
    const wanted = usagesAmong(usages, kAllowed, `import secret ${name}`);
    const hash = hashIn(algorithm);
    if (format !== "raw" && format !== "jwk") throw unknownFormat(format);
    const raw = format === "jwk" ? fromJwk(data, hash, extractable) : bytesOf(data).slice();
    const bits = raw.length * 8;
    const length = algorithm.length === undefined ? bits : integerOf(algorithm.length);
    if (!(length > 0 && length <= bits && length > bits - 8)) {
      throw dataError(
        `Imported HMAC key length (${length}) must be a non-zero value up to 7 bits less than, and no greater than, ` +
          `the bit length of the raw key data (${bits}).`,
      );
    }
    return made(hash, length, extractable, wanted, raw);
  },
  export(format, { algorithm, usages, data, extractable }) {
    if (format === "raw") return data.slice().buffer;
    if (format !== "jwk") throw notSupported(`Unimplemented key export format "${format}".`);
    const alg = kAlgs[algorithm.hash];
    return jsonWebKey({ kty: "oct", key_ops: [...usages], alg, ext: extractable, k: toBase64Url(data) });
  },
  generate(algorithm, extractable, usages) {
    const hash = hashIn(algorithm);
    const wanted = usagesAmong(usages, kAllowed, `generate ${name}`);
    const length = lengthIn(algorithm, hash);
    requireUsages(wanted);
    const data = new Uint8Array(host.random_bytes(Math.ceil(length / 8)));
    if (length % 8 !== 0) data[data.length - 1] &= 0xff << (8 - (length % 8));
    return made(hash, length, extractable, wanted, data);
  },
  derivedBits: (algorithm) => lengthIn(algorithm, hashIn(algorithm)),
  sign,
  verify(key, signature, data) {
    const expected = new Uint8Array(sign(key, data));
    return signature.length === expected.length && signature.every((byte, i) => byte === expected[i]);
  },
};

// node:crypto: hashes and derived keys from `@noble/hashes`; random values are the Worker's own, and so the simulation's.
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha224, sha256, sha384, sha512, sha512_256 } from "@noble/hashes/sha2.js";
import { Buffer } from "node:buffer";

const { crypto } = globalThis;
const HASHES = { md5, sha1, sha224, sha256, sha384, sha512, "sha512-256": sha512_256 };
const MOST_AT_ONCE = 65536; // of getRandomValues()

/** Node's errors are of classes with the names of their codes. */
const coded = (Base, code, message) => {
  const Coded = { [code]: class extends Base {} }[code];
  return Object.assign(new Coded(message), { code });
};
const finalized = () => coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
const outOfRange = (name, must, value) =>
  coded(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${must}. Received ${value}`);
const wrongType = (name, must, value) =>
  Object.assign(new TypeError(`The "${name}" argument must be ${must}. Received ${value === undefined || value === null ? value : `type ${typeof value} (${typeof value === "string" ? `'${value}'` : String(value)})`}`), { code: "ERR_INVALID_ARG_TYPE" });

function hashOf(algorithm) {
  const hash = HASHES[`${algorithm}`.toLowerCase().replace(/^rsa-/, "")];
  if (!hash) throw new Error("Digest method not supported");
  return hash;
}

/** Of secrets only; keys of other kinds are crypto.subtle's. */
class KeyObject {
  #bytes;
  type = "secret";
  constructor(bytes) {
    this.#bytes = bytes;
  }
  get symmetricKeySize() {
    return this.#bytes.length;
  }
  export({ format = "buffer" } = {}) {
    if (format === "jwk") return { kty: "oct", ext: true, k: shown(this.#bytes, "base64url") };
    return shown(this.#bytes.slice());
  }
  equals(other) {
    return other instanceof KeyObject && Buffer.compare(this.export(), other.export()) === 0;
  }
  get [Symbol.toStringTag]() {
    return "KeyObject";
  }
}

function bytesOf(data, encoding, name = "data") {
  if (data instanceof KeyObject) return bytesOf(data.export());
  if (typeof data === "string") return new Uint8Array(Buffer.from(data, encoding === "buffer" ? "utf8" : encoding));
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw wrongType(name, "of type string or an instance of Buffer, TypedArray, or DataView", data);
}

const shown = (bytes, encoding) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
};

/** Node's are streams besides; these are not. */
class Digest {
  #state;
  constructor(state) {
    Object.defineProperty(this, "state", { get: () => this.#state, set: (value) => (this.#state = value), configurable: true });
    this.#state = state;
  }
  update(data, encoding) {
    if (this.#state === undefined) throw finalized();
    this.#state.update(bytesOf(data, encoding));
    return this;
  }
  digest(encoding) {
    const bytes = this.state === undefined ? this.again() : this.#state.digest();
    this.#state = undefined;
    return shown(bytes, encoding);
  }
}
class Hash extends Digest {
  copy() {
    return new Hash(this.state.clone());
  }
  again() {
    throw finalized();
  }
}
class Hmac extends Digest {
  again() {
    return new Uint8Array();
  }
}

function randomBytes(size, done) {
  if (typeof size !== "number") throw wrongType("size", "of type number", size);
  if (!(size >= 0 && size <= 2147483647)) throw outOfRange("size", ">= 0 && <= 2147483647", size);
  const bytes = randomFillSync(Buffer.alloc(size));
  if (done === undefined) return bytes;
  queueMicrotask(() => done(null, bytes));
}

function randomFillSync(target, offset = 0, size = target.byteLength - offset) {
  const bytes = ArrayBuffer.isView(target)
    ? new Uint8Array(target.buffer, target.byteOffset + offset, size)
    : new Uint8Array(target, offset, size);
  for (let i = 0; i < size; i += MOST_AT_ONCE) crypto.getRandomValues(bytes.subarray(i, i + MOST_AT_ONCE));
  return target;
}

function randomFill(target, ...rest) {
  const done = rest.pop();
  randomFillSync(target, ...rest);
  queueMicrotask(() => done(null, target));
}

/** Uniform: draws of 48 bits beyond the last whole multiple of the range are drawn again. */
function randomInt(min, max, done) {
  if (max === undefined || typeof max === "function") return randomInt(0, min, max);
  if (!Number.isSafeInteger(min)) throw outOfRange("min", "an integer", min);
  if (!Number.isSafeInteger(max)) throw outOfRange("max", "an integer", max);
  if (min >= max) throw outOfRange("min", "min < max", min);
  const range = max - min;
  if (range > 2 ** 48 - 1) throw outOfRange("max - min", "<= 281474976710655", range);
  const limit = 2 ** 48 - (2 ** 48 % range);
  let drawn = limit;
  while (drawn >= limit) drawn = randomBytes(6).readUIntBE(0, 6);
  const result = min + (drawn % range);
  if (done === undefined) return result;
  queueMicrotask(() => done(null, result));
}

function timingSafeEqual(...pair) {
  for (const [i, one] of pair.entries())
    if (!ArrayBuffer.isView(one) && !(one instanceof ArrayBuffer))
      throw new TypeError(`Failed to execute 'timingSafeEqual' on 'SubtleCrypto': parameter ${i + 1} is not of type 'BufferSource'.`);
  return crypto.subtle.timingSafeEqual(...pair);
}

const pbkdf2Sync = (password, salt, iterations, length, digest) =>
  shown(pbkdf2(hashOf(digest), bytesOf(password), bytesOf(salt), { c: iterations, dkLen: length }));
const scryptSync = (password, salt, length, options = {}) => {
  const { N = options.cost ?? 16384, r = options.blockSize ?? 8, p = options.parallelization ?? 1, maxmem = 32 * 1024 * 1024 } = options;
  return shown(scrypt(bytesOf(password), bytesOf(salt), { N, r, p, dkLen: length, maxmem: maxmem + 1024 * 1024 }));
};
const hkdfSync = (digest, key, salt, info, length) =>
  hkdf(hashOf(digest), bytesOf(key), bytesOf(salt), bytesOf(info), length).slice().buffer;

/** With a last argument that hears of the result. */
const called = (sync) => (...args) => {
  const done = args.pop();
  let outcome;
  try {
    outcome = [null, sync(...args)];
  } catch (error) {
    if (error.code) throw error;
    outcome = [error];
  }
  queueMicrotask(() => done(...outcome));
};

export default {
  Hash, Hmac, KeyObject,
  createSecretKey: (key, encoding) => new KeyObject(bytesOf(key, encoding, "key").slice()),
  createHash: (algorithm) => new Hash(hashOf(algorithm).create()),
  createHmac: (algorithm, key, options) => new Hmac(hmac.create(hashOf(algorithm), bytesOf(key, options?.encoding, "key"))),
  hash: (algorithm, data, encoding = "hex") => shown(hashOf(algorithm)(bytesOf(data)), encoding),
  getHashes: () => Object.keys(HASHES),
  getCiphers: () => [],
  getCurves: () => [],
  randomBytes, pseudoRandomBytes: randomBytes, rng: randomBytes, randomFill, randomFillSync, randomInt,
  randomUUID: () => crypto.randomUUID(),
  getRandomValues: (view) => crypto.getRandomValues(view),
  timingSafeEqual,
  pbkdf2: called(pbkdf2Sync), pbkdf2Sync, scrypt: called(scryptSync), scryptSync, hkdf: called(hkdfSync), hkdfSync,
  webcrypto: crypto, subtle: crypto.subtle, constants: {}, fips: false, getFips: () => 0,
};

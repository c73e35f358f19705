import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { host, refuseGlobalScope } from "./host.js";
import { DOMException, NotModelledError } from "./errors.js";
import { expose, wrongParameter } from "./expose.js";
import { bytesOf, isBufferSource } from "./encoding.js";

const kDigests = new Map([
  ["MD5", md5], ["SHA-1", sha1], ["SHA-256", sha256], ["SHA-384", sha384], ["SHA-512", sha512],
]);
const kMaxRandomBytes = 65536;
let making = true;

export class SubtleCrypto {
  #brand;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  async digest(algorithm, data) {
    refuseGlobalScope();
    if (!isBufferSource(data)) throw wrongParameter("execute 'digest' on 'SubtleCrypto'", 2, "BufferSource");
    const name = `${typeof algorithm === "object" ? algorithm?.name : algorithm}`.toUpperCase();
    const hash = kDigests.get(name);
    if (!hash) {
      throw new DOMException("Unrecognized or unimplemented digest algorithm requested.", "NotSupportedError");
    }
    return hash(bytesOf(data).slice()).buffer;
  }
  timingSafeEqual(a, b) {
    const [x, y] = [bytesOf(a), bytesOf(b)];
    if (x.length !== y.length) throw new TypeError("Input buffers must have the same byte length.");
    return x.every((byte, i) => byte === y[i]);
  }
  static isSubtle(v) { return typeof v === "object" && v !== null && #brand in v; }
}
const kKeyed = [
  "encrypt", "decrypt", "sign", "verify", "generateKey", "deriveKey", "deriveBits", "importKey", "exportKey",
  "wrapKey", "unwrapKey",
];
for (const name of kKeyed) {
  const method = {
    async [name]() {
      throw new NotModelledError(`crypto.subtle.${name}()`, "Put it behind a function that a scenario can replace.");
    },
  }[name];
  Object.defineProperty(SubtleCrypto.prototype, name, { value: method, writable: true, configurable: true });
}
const { isSubtle } = SubtleCrypto;
delete SubtleCrypto.isSubtle;
expose(SubtleCrypto, {
  brand: isSubtle,
  required: { digest: ["Algorithm or string", "BufferSource"], timingSafeEqual: ["BufferSource", "BufferSource"] },
});

export class Crypto {
  #subtle = new SubtleCrypto();
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  get subtle() { return this.#subtle; }
  getRandomValues(view) {
    if (!ArrayBuffer.isView(view)) throw wrongParameter("execute 'getRandomValues' on 'Crypto'", 1, "ArrayBufferView");
    if (view instanceof DataView || /Float/.test(view[Symbol.toStringTag])) {
      throw new DOMException(
        "ArrayBufferView argument to getRandomValues() must be an integer-typed view.", "TypeMismatchError",
      );
    }
    if (view.byteLength > kMaxRandomBytes) {
      throw new DOMException(
        `getRandomValues() only accepts buffers of size <= 64K but provided ${view.byteLength} bytes.`,
        "QuotaExceededError",
      );
    }
    refuseGlobalScope();
    bytesOf(view).set(new Uint8Array(host.random_bytes(view.byteLength)));
    return view;
  }
  randomUUID() {
    refuseGlobalScope();
    const bytes = new Uint8Array(host.random_bytes(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
  get DigestStream() { throw new NotModelledError("crypto.DigestStream", "Use crypto.subtle.digest()."); }
  static isCrypto(v) { return typeof v === "object" && v !== null && #subtle in v; }
}
const { isCrypto } = Crypto;
delete Crypto.isCrypto;
expose(Crypto, { brand: isCrypto, required: { getRandomValues: ["ArrayBufferView"] } });

export const crypto = new Crypto();
making = false;

import digestStream from "later:./later/digest_stream.js";
import subtleCrypto from "later:./subtle/index.js";
import { bytesOf } from "./encoding.js";
import { DOMException } from "./errors.js";
import { expose, wrongParameter } from "./expose.js";
import { host, refuseGlobalScope } from "./host.js";

export { subtleCrypto };

const kMaxRandomBytes = 65536;
let making = true;

let isCrypto;
export class Crypto {
  #brand;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  get subtle() { return subtleCrypto().subtle; }
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
  get DigestStream() { return digestStream().DigestStream; }
  static { isCrypto = (v) => typeof v === "object" && v !== null && #brand in v; }
}
expose(Crypto, { brand: isCrypto, required: { getRandomValues: ["ArrayBufferView"] } });

export const crypto = new Crypto();
making = false;

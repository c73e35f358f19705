import subtleCrypto from "later:../subtle/index.js";
import streams from "later:./streams.js";
import { bytesOf, isBufferSource, utf8 } from "../encoding.js";
import { expose } from "../expose.js";
import { host } from "../host.js";

const { WritableStream } = streams();

function written(chunk) {
  if (typeof chunk === "string") return utf8(chunk).slice();
  if (isBufferSource(chunk)) return bytesOf(chunk).slice();
  throw new TypeError(
    "DigestStream is a byte stream but received an object of non-ArrayBuffer/ArrayBufferView/string type on its writable " +
      "side.",
  );
}

function joined(chunks, size) {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/// A stream to write to; `digest` is what comes of it once it is closed.
export class DigestStream extends WritableStream {
  #digest;
  #size = 0;
  constructor(algorithm) {
    const hash = subtleCrypto().hashNamed(algorithm);
    const chunks = [];
    const { promise, resolve, reject } = Promise.withResolvers();
    let take;
    super({
      write(chunk) { take(chunk); },
      close() {
        resolve(host.crypto_digest(hash, joined(chunks, chunks.reduce((sum, chunk) => sum + chunk.length, 0))));
        chunks.length = 0;
      },
      abort: reject,
    });
    promise.catch(() => {}); // whoever asks for it will hear
    this.#digest = promise;
    take = (chunk) => {
      try {
        const bytes = written(chunk);
        chunks.push(bytes);
        this.#size += bytes.length;
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  }
  get digest() { return this.#digest; }
  get bytesWritten() { return BigInt(this.#size); }
  static isOne(v) { return typeof v === "object" && v !== null && #size in v; }
}
const { isOne } = DigestStream;
delete DigestStream.isOne;
expose(DigestStream, { brand: isOne });

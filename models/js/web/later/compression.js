// CompressionStream and DecompressionStream: pako, zlib's own algorithm in JavaScript. Its bytes are those of the
// runtime (recorded), and do not depend on the processor, as those of the zlib that Node carries may.
import {
  Z_BUF_ERROR, Z_DEFAULT_STRATEGY, Z_FINISH, Z_NO_FLUSH, Z_OK, Z_STREAM_END, Z_SYNC_FLUSH, ZStream, zlibDeflate,
  zlibDeflateInit2, zlibInflate, zlibInflateInit2,
} from "pako";
import streams from "later:./streams.js";
import { expose, wrongConstructorParameter } from "../expose.js";

const { TransformStream, written } = streams();
const kWindowBits = { gzip: 31, deflate: 15, "deflate-raw": -15 };
const kDefaultLevel = -1;
const kDeflated = 8;
const kMemoryLevel = 8;
const kChunkBytes = 16384;
const kNothing = new Uint8Array(0);
/// Whoever writes does not wait for a reader (recorded).
const kUnlimited = { highWaterMark: Infinity };

function windowBitsOf(className, args) {
  if (args.length === 0) throw wrongConstructorParameter(className, 1, "string");
  const format = `${args[0]}`;
  if (Object.hasOwn(kWindowBits, format)) return kWindowBits[format];
  throw new TypeError("The compression format must be either 'deflate', 'deflate-raw' or 'gzip'.");
}

/// Puts all of the input through, and gives what comes out: the status at its end.
function passed(zlib, stream, mode, input, give) {
  stream.input = input;
  stream.next_in = 0;
  stream.avail_in = input.length;
  for (;;) {
    stream.output = new Uint8Array(kChunkBytes);
    stream.next_out = 0;
    stream.avail_out = kChunkBytes;
    const status = zlib(stream, mode);
    if (stream.next_out > 0) give(stream.output.slice(0, stream.next_out));
    if (status !== Z_OK || stream.avail_out > 0) return status;
  }
}

export class CompressionStream extends TransformStream {
  #brand;
  constructor(...args) {
    const windowBits = windowBitsOf("CompressionStream", args);
    const stream = new ZStream();
    zlibDeflateInit2(stream, kDefaultLevel, kDeflated, windowBits, kMemoryLevel, Z_DEFAULT_STRATEGY);
    const pass = (mode, input, controller) =>
      passed(zlibDeflate, stream, mode, input, (chunk) => controller.enqueue(chunk));
    super({
      transform(chunk, controller) { pass(Z_NO_FLUSH, written(chunk), controller); },
      flush(controller) { pass(Z_FINISH, kNothing, controller); },
    }, undefined, kUnlimited);
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

export class DecompressionStream extends TransformStream {
  #brand;
  constructor(...args) {
    const stream = new ZStream();
    zlibInflateInit2(stream, windowBitsOf("DecompressionStream", args));
    let ended = false;
    const transform = (chunk, controller) => {
      const input = written(chunk);
      if (input.length === 0) return;
      if (!ended) {
        const status = passed(zlibInflate, stream, Z_SYNC_FLUSH, input, (bytes) => controller.enqueue(bytes));
        ended = status === Z_STREAM_END;
        if (!ended && status !== Z_OK && status !== Z_BUF_ERROR) throw new TypeError("Decompression failed.");
        if (stream.avail_in === 0) return;
      }
      throw new TypeError("Trailing bytes after end of compressed data");
    };
    const flush = () => {
      if (!ended) throw new TypeError("Called close() on a decompression stream with incomplete data");
    };
    super({ transform, flush }, undefined, kUnlimited);
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

for (const Class of [CompressionStream, DecompressionStream]) {
  const { isOne } = Class;
  delete Class.isOne;
  expose(Class, { brand: isOne });
}

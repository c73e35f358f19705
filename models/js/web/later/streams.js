// The streams of the web: web-streams-polyfill, which follows the standard's reference implementation, and on top of it
// the runtime's own streams.
import {
  ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableByteStreamController, ReadableStream,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableStreamDefaultController, ReadableStreamDefaultReader,
  TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from "web-streams-polyfill";
import textCodecs from "later:./text_codecs.js";
import { bytesOf, isBufferSource, utf8 } from "../encoding.js";
import { expose, markPlatformClass } from "../expose.js";
import { declaredLengths, isLocked, isStream } from "../streams.js";

export {
  ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableByteStreamController, ReadableStream,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableStreamDefaultController, ReadableStreamDefaultReader,
  TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};

const kStandard = {
  ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableByteStreamController, ReadableStream,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableStreamDefaultController, ReadableStreamDefaultReader,
  TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};

/// Of a class that keeps its state in fields whose names begin with an underscore.
export const isLibraryObject = (v) => Object.values(kStandard).some((Class) => v instanceof Class);

// The library's words are others, and to split a stream is to use it (recorded: request-read).
const { getReader, tee } = ReadableStream.prototype;
const replaced = {
  getReader(options) {
    if (isStream(this) && isLocked(this)) throw new TypeError("This ReadableStream is currently locked to a reader.");
    return getReader.call(this, options);
  },
  tee() {
    if (isStream(this) && isLocked(this)) throw new TypeError("This ReadableStream is currently locked to a reader,");
    const both = tee.call(this);
    this._disturbed = true;
    return both;
  },
};
for (const name of ["getReader", "tee"]) ReadableStream.prototype[name] = replaced[name];

// Whoever has seen a stream end knows it without the lock, too.
for (const Reader of [ReadableStreamDefaultReader, ReadableStreamBYOBReader]) {
  const { releaseLock } = Reader.prototype;
  Reader.prototype.releaseLock = {
    releaseLock() {
      const ended = this._ownerReadableStream?._state === "closed";
      releaseLock.call(this);
      if (ended) this._closedPromise = Promise.resolve();
    },
  }.releaseLock;
}
Object.defineProperty(ReadableStreamBYOBReader.prototype, "readAtLeast", {
  value: { readAtLeast(min, view) { return this.read(view, { min }); } }.readAtLeast,
  writable: true, enumerable: true, configurable: true,
});

export class TextEncoderStream extends TransformStream {
  #brand;
  constructor() {
    let high = ""; // the first half of a character whose second half has not come
    super({
      transform(chunk, controller) {
        let text = high + `${chunk}`;
        high = /[\ud800-\udbff]$/.test(text) ? text.at(-1) : "";
        text = text.slice(0, text.length - high.length);
        if (text !== "") controller.enqueue(utf8(text).slice());
      },
      flush(controller) {
        if (high !== "") controller.enqueue(utf8(high).slice());
      },
    });
  }
  get encoding() { return "utf-8"; }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

export class TextDecoderStream extends TransformStream {
  #decoder;
  constructor(label = "utf-8", options = undefined) {
    // Options that do not say so are fatal (recorded).
    const decoder = new (textCodecs().TextDecoder)(label, { ignoreBOM: options?.ignoreBOM, fatal: options && (options.fatal ?? true) });
    super({
      transform(chunk, controller) {
        if (!isBufferSource(chunk)) {
          throw new TypeError(
            "This TransformStream is being used as a byte stream, but received a value that is not a BufferSource.",
          );
        }
        const text = decoder.decode(chunk, { stream: true });
        if (text !== "") controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== "") controller.enqueue(text);
      },
    });
    this.#decoder = decoder;
  }
  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
  static isOne(v) { return typeof v === "object" && v !== null && #decoder in v; }
}

const kNotBytes =
  "This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView type " +
  "on its writable side.";

/// Bytes as they come in; text as UTF-8.
export function written(chunk) {
  if (typeof chunk === "string") return utf8(chunk).slice();
  if (!isBufferSource(chunk)) throw new TypeError(kNotBytes);
  return bytesOf(chunk).slice();
}

export class IdentityTransformStream extends TransformStream {
  #brand;
  constructor() {
    super({ transform: (chunk, controller) => controller.enqueue(written(chunk)) });
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

/// What is wrong with its length shows on the side that reads.
export class FixedLengthStream extends TransformStream {
  #brand;
  constructor(length) {
    if (Number(length) < 0) {
      throw new TypeError(
        "The value cannot be converted because it is negative and this API expects a positive bigint.",
      );
    }
    let left = Number(length);
    super({
      transform(chunk, controller) {
        const bytes = written(chunk);
        left -= bytes.length;
        if (left < 0) controller.error(new TypeError("Attempt to write too many bytes through a FixedLengthStream."));
        else controller.enqueue(bytes);
      },
      flush(controller) {
        const message = "FixedLengthStream did not see all expected bytes before close().";
        if (left > 0) controller.error(new TypeError(message));
      },
    });
    declaredLengths.set(this.readable, left);
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

for (const Class of Object.values(kStandard)) markPlatformClass(Class);
for (const Class of [TextEncoderStream, TextDecoderStream, IdentityTransformStream, FixedLengthStream]) {
  const { isOne } = Class;
  delete Class.isOne;
  expose(Class, { brand: isOne });
}

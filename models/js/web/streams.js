// The streams of the web: web-streams-polyfill, which follows the standard's reference implementation, and on top of it
// the runtime's own streams. The library keeps a stream's state in fields of its object: `_disturbed`, `_reader`.
import {
  ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableByteStreamController, ReadableStream,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableStreamDefaultController, ReadableStreamDefaultReader,
  TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from "web-streams-polyfill";
import { defineGlobal, expose, markPlatformClass } from "./expose.js";
import { TextDecoder, bytesOf, isBufferSource, utf8 } from "./encoding.js";

export { ReadableStream, TransformStream };

const kStandard = {
  ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableByteStreamController, ReadableStream,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableStreamDefaultController, ReadableStreamDefaultReader,
  TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};

export const isStream = (v) =>
  typeof v === "object" && v !== null && Object.hasOwn(v, "_readableStreamController") && v instanceof ReadableStream;
/// Of a class that keeps its state in fields whose names begin with an underscore.
export const isLibraryObject = (v) => Object.values(kStandard).some((Class) => v instanceof Class);
export const isDisturbed = (stream) => stream._disturbed;
export const isLocked = (stream) => stream._reader !== undefined;

/// Takes a stream away from whoever holds it, unread.
export function seize(stream) {
  stream.getReader();
  stream._disturbed = true;
}

// The library's words for this are others.
const { getReader } = ReadableStream.prototype;
ReadableStream.prototype.getReader = {
  getReader(options) {
    if (isStream(this) && isLocked(this)) throw new TypeError("This ReadableStream is currently locked to a reader.");
    return getReader.call(this, options);
  },
}.getReader;

/// A stream whose bytes are asked for when somebody reads it.
export function streamOfBytes(bytes, arrives = null) {
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const give = () => {
        const chunk = bytes();
        if (chunk.length > 0) controller.enqueue(chunk);
        controller.close();
        controller.byobRequest?.respond(0);
      };
      const wait = arrives === null ? null : arrives();
      return wait === null ? give() : wait.then(give);
    },
  });
}

/// The bytes of what a stream gave for a body.
export function bytesOfChunk(chunk) {
  if (!isBufferSource(chunk)) throw new TypeError("This ReadableStream did not return bytes.");
  return bytesOf(chunk);
}

/// All bytes of a stream, which stays locked.
export async function bytesOfStream(stream) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const bytes = bytesOfChunk(next.value);
    chunks.push(bytes);
    length += bytes.length;
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

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
    const decoder = new TextDecoder(label, { ignoreBOM: options?.ignoreBOM, fatal: options && (options.fatal ?? true) });
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
  }
  static isOne(v) { return typeof v === "object" && v !== null && #brand in v; }
}

for (const [name, Class] of Object.entries(kStandard)) {
  defineGlobal(name, Class);
  markPlatformClass(Class);
}
for (const Class of [TextEncoderStream, TextDecoderStream, IdentityTransformStream, FixedLengthStream]) {
  const { isOne } = Class;
  delete Class.isOne;
  defineGlobal(Class.name, expose(Class, { brand: isOne }));
}

// What Request and Response share: a body that can be read once. A body is held whole, as text or bytes; the stream
// that user code sees in `body` can be handed on, not read piecewise.
import { NotModelledError } from "./errors.js";
import { expose } from "./expose.js";
import { bytesOf, fromUtf8, isBufferSource, utf8 } from "./encoding.js";
import { bytesOfBlob, isBlob, typedBlob } from "./blob.js";
import { isSearchParams } from "./search_params.js";

const kStreams = "Build the whole body as text or bytes, and read it with text(), json() or arrayBuffer().";
let making = false; // true while a stream is made for a body, which only this file may do

export class ReadableStream {
  #content; // string | Uint8Array
  #used = false;
  constructor() {
    if (!making) throw new NotModelledError("ReadableStream", kStreams);
  }
  get locked() { return this.#used; }
  cancel() { throw new NotModelledError("ReadableStream.cancel()", kStreams); }
  getReader() { throw new NotModelledError("ReadableStream.getReader()", kStreams); }
  pipeThrough() { throw new NotModelledError("ReadableStream.pipeThrough()", kStreams); }
  pipeTo() { throw new NotModelledError("ReadableStream.pipeTo()", kStreams); }
  tee() { throw new NotModelledError("ReadableStream.tee()", "Use clone() of the Request or Response."); }
  values() { throw new NotModelledError("Reading a ReadableStream", kStreams); }
  [Symbol.asyncIterator]() { return this.values(); }
  static from() { throw new NotModelledError("ReadableStream.from()", kStreams); }

  static internals = {
    is: (v) => typeof v === "object" && v !== null && #content in v,
    make(content) {
      making = true;
      try {
        const stream = new ReadableStream();
        stream.#content = content;
        return stream;
      } finally {
        making = false;
      }
    },
    isUsed: (stream) => stream.#used,
    peek: (stream) => stream.#content,
    take(stream) {
      stream.#used = true;
      return stream.#content;
    },
  };
}
const { is: isStream, make: streamOf, isUsed, peek, take } = ReadableStream.internals;
delete ReadableStream.internals;
expose(ReadableStream, { brand: isStream });
export { isStream, streamOf, isUsed, peek, take };

/// The stream and default Content-Type of a body initialiser (null: none); bytes are copied at the call.
export function extract(body) {
  if (body === undefined || body === null) return { stream: null, type: null };
  if (isStream(body)) {
    if (isUsed(body)) {
      throw new TypeError(
        "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.",
      );
    }
    return { stream: body, type: null };
  }
  if (isBufferSource(body)) return { stream: streamOf(bytesOf(body).slice()), type: null };
  if (isBlob(body)) return { stream: streamOf(bytesOfBlob(body)), type: body.type || null };
  if (isSearchParams(body)) {
    return { stream: streamOf(body.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (typeof body === "object" && (body[Symbol.iterator] || body[Symbol.asyncIterator]) && !(body instanceof String)) {
    throw new NotModelledError("An iterable as a body", kStreams);
  }
  if (typeof body === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  return { stream: streamOf(`${body}`.toWellFormed()), type: "text/plain;charset=UTF-8" };
}

export function lengthOf(stream) {
  return peek(stream).length;
}

export class Body {
  #stream = null;
  get body() { return this.#stream; }
  get bodyUsed() { return this.#stream !== null && isUsed(this.#stream); }
  async arrayBuffer() { return bytesCopy(this.#consume()).buffer; }
  async bytes() { return bytesCopy(this.#consume()); }
  async text() { return textOf(this.#consume()); }
  async json() { return JSON.parse(textOf(this.#consume())); }
  async formData() {
    throw new NotModelledError("formData()", "Send JSON, or read text() and parse it with URLSearchParams.");
  }
  async blob() {
    const type = (this.headers.get("content-type") ?? "").replace(/^[^;]*/, (essence) => essence.toLowerCase());
    return typedBlob(bytesCopy(this.#consume()), type);
  }
  #consume() {
    if (this.#stream === null) return "";
    if (isUsed(this.#stream)) throw bodyUsedError();
    return take(this.#stream);
  }
  static internals = {
    is: (v) => typeof v === "object" && v !== null && #stream in v,
    stream: (body) => body.#stream,
    attach(body, stream) { body.#stream = stream; },
  };
}
const { is: isBody, stream: streamIn, attach } = Body.internals;
delete Body.internals;
export { isBody, streamIn, attach };

function bodyUsedError() {
  return new TypeError(
    "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.",
  );
}
function textOf(content) {
  if (typeof content !== "string") return fromUtf8(content);
  return content.charCodeAt(0) === 0xfeff ? content.slice(1) : content;
}
function bytesCopy(content) {
  return typeof content === "string" ? utf8(content).slice() : content.slice();
}

/// A second stream with the same content, for clone().
export function teed(stream) {
  if (stream === null) return null;
  if (isUsed(stream)) throw new TypeError("This ReadableStream is currently locked to a reader,");
  return streamOf(peek(stream));
}

expose(Body, { brand: isBody });

// What Request and Response share: a body that can be read once. Most bodies are whole, text or bytes, and stay so: a
// stream is made of one when code asks for `body`. What is open is still being written: a stream of the code's own, or a
// body that comes from elsewhere, an object with stream().
import { expose } from "./expose.js";
import { bytesOf, fromUtf8, isBufferSource, utf8, utf8Length } from "./encoding.js";
import { bytesOfBlob, forms, isBlob, isFormData, typedBlob } from "./forms.js";
import { mimeText, parsedMime } from "./mime.js";
import { isSearchParams } from "./search_params.js";
import { bytesOfStream, declaredLengths, isDisturbed, isLocked, isStream, seize, streamOfBytes, streams } from "./streams.js";

/// What the streams were made of that code got from `body`; whoever hands one on unread hands this on.
const origins = new WeakMap();

export const isOpen = (content) => content !== null && typeof content === "object" && !ArrayBuffer.isView(content);

/// arrives(received): a promise for when a whole body can be read; null where it can at once.
let arrives = null;
/// Whoever reads a body lets others go first (recorded: body-interleave).
export function readsWait(wait) {
  arrives = wait;
}

class Source {
  constructor(content, stream, received) {
    this.content = content; // text, bytes or what comes from elsewhere; null: only the stream is left
    this.stream = stream; // null: nobody has asked for it
    this.received = received; // it came with a request or an answer
    this.used = false;
    this.once = stream !== null; // given as a stream: it cannot be sent twice
  }
}

/// The bytes of what is open, when all of them are there.
export const wholeOf = (open) => bytesOfStream(isStream(open) ? open : open.stream());

export const readingWaits = (received = false) => (arrives === null ? null : () => arrives(received));

function streamFor(content, received = false) {
  const stream = isOpen(content) ? content.stream() : streamOfBytes(() => bytesCopy(content), readingWaits(received));
  origins.set(stream, content);
  return stream;
}

/// A body of text, bytes or what is open.
export function sourceOf(content, received = false) {
  if (content instanceof ArrayBuffer) return new Source(new Uint8Array(content), null, received);
  if (isStream(content)) return new Source(origins.get(content) ?? null, content, received);
  return new Source(content, null, received);
}
/// The body of one goes to another, which reads it in its place.
export const moved = (source) => sourceOf(take(source), source.received);
export const isUsed = (source) => source.used || (source.stream !== null && isDisturbed(source.stream));

/// The content, which nobody else gets: text, bytes or what is open.
export function take(source) {
  source.used = true;
  const { content, stream } = source;
  if (stream === null) return content;
  if (content === null || isLocked(stream) || isDisturbed(stream)) return stream;
  seize(stream);
  return content;
}

/// A stream of text, bytes or what comes from elsewhere, and back: the stream itself, if it is of code's own.
export const wholeStream = streamFor;
export const takeContent = (stream) => take(sourceOf(stream));

/// The source and default Content-Type of a body initialiser (null: none); bytes are copied at the call.
export function extract(body) {
  if (body === undefined || body === null) return { source: null, type: null };
  if (isStream(body)) {
    if (isDisturbed(body)) {
      throw new TypeError(
        "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.",
      );
    }
    if (isLocked(body)) {
      throw new TypeError("This ReadableStream is locked to a reader, and cannot be used as a body.");
    }
    return { source: sourceOf(body), type: null };
  }
  if (isBufferSource(body)) return { source: sourceOf(bytesOf(body).slice()), type: null };
  if (isBlob(body)) return { source: sourceOf(bytesOfBlob(body)), type: body.type || null };
  if (isFormData(body)) {
    const { content, type } = forms().multipart(body);
    return { source: sourceOf(content), type };
  }
  if (isSearchParams(body)) {
    return { source: sourceOf(body.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (typeof body === "object" && (body[Symbol.iterator] || body[Symbol.asyncIterator]) && !(body instanceof String)) {
    return { source: sourceOf(streams().ReadableStream.from(body)), type: null };
  }
  if (typeof body === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  return { source: sourceOf(`${body}`.toWellFormed()), type: "text/plain;charset=UTF-8" };
}

/// How many bytes a body has that goes out: null for one that has not said so.
export function bytesIn(content) {
  if (typeof content === "string") return utf8Length(content);
  return isOpen(content) ? declaredLengths.get(content) ?? null : content.byteLength;
}

/// One for what is open: nobody knows yet.
export function lengthOf(source) {
  return source.content === null || isOpen(source.content) ? 1 : source.content.length;
}

let bodyInternals;
export class Body {
  #source = null;
  get body() {
    if (this.#source === null) return null;
    return (this.#source.stream ??= this.#streamOf(this.#source));
  }
  get bodyUsed() { return this.#source !== null && isUsed(this.#source); }
  async arrayBuffer() {
    const content = this.#whole();
    return bytesCopy(isOpen(content) ? await content : content).buffer;
  }
  async bytes() {
    const content = this.#whole();
    return bytesCopy(isOpen(content) ? await content : content);
  }
  async text() { const content = this.#whole(); return textOf(isOpen(content) ? await content : content); }
  async json() {
    const content = this.#whole();
    return JSON.parse(textOf(isOpen(content) ? await content : content));
  }
  async formData() {
    const read = forms().formReader(this.headers.get("content-type"));
    const content = this.#whole();
    return read(isOpen(content) ? await content : content);
  }
  async blob() {
    const mime = parsedMime(this.headers.get("content-type") ?? "");
    const content = this.#whole();
    return typedBlob(bytesCopy(isOpen(content) ? await content : content), mime === null ? "" : mimeText(mime));
  }
  // All of it, or a promise of that.
  #whole() {
    const content = this.#consume();
    if (isOpen(content)) return wholeOf(content);
    const wait = arrives === null || this.#source === null ? null : arrives(this.#source.received);
    return wait === null ? content : wait.then(() => content);
  }
  #consume() {
    if (this.#source === null) return "";
    if (isUsed(this.#source)) throw bodyUsedError();
    return take(this.#source);
  }
  #streamOf(source) {
    const stream = streamFor(source.content, source.received);
    if (source.used) seize(stream);
    return stream;
  }
  static {
    bodyInternals = {
      is: (v) => typeof v === "object" && v !== null && #source in v,
      source: (body) => body.#source,
      attach(body, source) { body.#source = source; },
    };
  }
}
const { is: isBody, source: sourceIn, attach } = bodyInternals;
export { isBody, sourceIn, attach };
export const isBodyless = (body) => sourceIn(body) === null;

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

/// A second body with the same content, for clone().
export function teed(source) {
  if (source === null) return null;
  const { content, stream } = source;
  if (isUsed(source) || (stream !== null && isLocked(stream))) {
    throw new TypeError("This ReadableStream is currently locked to a reader,");
  }
  if (content !== null && !isOpen(content)) return sourceOf(content, source.received);
  const [one, another] = (stream ?? content.stream()).tee();
  source.content = null;
  source.stream = one;
  return sourceOf(another);
}

expose(Body, { brand: isBody });

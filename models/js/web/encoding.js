// TextEncoder, TextDecoder (@exodus/bytes), atob, btoa.
import { TextDecoder as Decoder, TextEncoder as Encoder, labelToName } from "@exodus/bytes/encoding-lite.js";
import { DOMException, NotModelledError } from "./errors.js";
import { defineGlobal, expose, wrongParameter } from "./expose.js";

const encoder = new Encoder();
const decoder = new Decoder();
const keepingMark = new Decoder("utf-8", { ignoreBOM: true });

/// UTF-8 bytes of a string; lone surrogates become U+FFFD.
export const utf8 = (text) => encoder.encode(text);
/// The string of UTF-8 bytes, as Body.text() decodes: a byte-order mark is dropped, bad bytes become U+FFFD.
export const fromUtf8 = (bytes) => decoder.decode(bytes);
/// Bytes of a text whose half characters are written as they are, three bytes each, where the runtime does so.
export function utf8AsIs(text) {
  if (text.isWellFormed()) return utf8(text);
  const bytes = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char.isWellFormed()) bytes.push(...utf8(char));
    else bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}
/// As Blob.text() decodes: a byte-order mark stays.
export const fromUtf8WithMark = (bytes) => keepingMark.decode(bytes);

export class TextEncoder {
  #brand;
  get encoding() { return "utf-8"; }
  encode(text = "") { return encoder.encode(`${text}`); }
  encodeInto(text, target) { return encoder.encodeInto(`${text}`, target); }
  static isEncoder(v) { return typeof v === "object" && v !== null && #brand in v; }
}
const { isEncoder } = TextEncoder;
delete TextEncoder.isEncoder;
expose(TextEncoder, { brand: isEncoder, required: { encodeInto: ["string", "Uint8Array"] } });

export class TextDecoder {
  #decoder;
  constructor(label = "utf-8", options = {}) {
    const name = labelToName(`${label}`);
    if (!name || name === "replacement") throw new RangeError(`"${label}" is not a valid encoding.`);
    try {
      this.#decoder = new Decoder(name, { fatal: !!options?.fatal, ignoreBOM: !!options?.ignoreBOM });
    } catch {
      throw new NotModelledError(`TextDecoder("${label}")`, "Use utf-8, utf-16le, utf-16be or a single-byte encoding.");
    }
  }
  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
  decode(input = new Uint8Array(0), options = {}) {
    if (!isBufferSource(input)) throw wrongParameter("execute 'decode' on 'TextDecoder'", 1, "Array");
    try {
      return this.#decoder.decode(input, { stream: !!options?.stream });
    } catch (e) {
      if (this.#decoder.fatal && e instanceof TypeError) throw new TypeError("Failed to decode input.");
      throw e;
    }
  }
  static isDecoder(v) { return typeof v === "object" && v !== null && #decoder in v; }
}
const { isDecoder } = TextDecoder;
delete TextDecoder.isDecoder;
expose(TextDecoder, { brand: isDecoder });

// Here rather than in index.js: whatwg-url looks for them while it loads.
defineGlobal("TextEncoder", TextEncoder);
defineGlobal("TextDecoder", TextDecoder);

export function isBufferSource(v) {
  if (ArrayBuffer.isView(v) || v instanceof ArrayBuffer) return true;
  return Object.prototype.toString.call(v) === "[object SharedArrayBuffer]";
}

/// The bytes of an ArrayBuffer or view, not copied.
export function bytesOf(v) {
  return ArrayBuffer.isView(v) ? new Uint8Array(v.buffer, v.byteOffset, v.byteLength) : new Uint8Array(v);
}

const kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const kDigit = new Map([...kAlphabet].map((c, i) => [c, i]));

export function btoa(...args) {
  if (args.length === 0) throw wrongParameter("execute 'btoa' on 'ServiceWorkerGlobalScope'", 1, "String");
  const text = `${args[0]}`;
  let out = "";
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    if (a > 255 || b > 255 || c > 255) {
      const message = "btoa() can only operate on characters in the Latin1 (ISO/IEC 8859-1) range.";
      throw new DOMException(message, "InvalidCharacterError");
    }
    out += kAlphabet[a >> 2] + kAlphabet[((a & 3) << 4) | (b >> 4)];
    out += Number.isNaN(b) ? "=" : kAlphabet[((b & 15) << 2) | (c >> 6)];
    out += Number.isNaN(c) ? "=" : kAlphabet[c & 63];
  }
  return out;
}

export function atob(...args) {
  if (args.length === 0) throw wrongParameter("execute 'atob' on 'ServiceWorkerGlobalScope'", 1, "String");
  let text = `${args[0]}`.replace(/[\t\n\f\r ]/g, "");
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, "");
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException(
      "atob() called with invalid base64-encoded data. (Only whitespace, '+', '/', alphanumeric ASCII, and up to two " +
        "terminal '=' signs when the input data length is divisible by 4 are allowed.)",
      "InvalidCharacterError",
    );
  }
  let out = "";
  let bits = 0;
  let size = 0;
  for (const c of text) {
    bits = ((bits << 6) | kDigit.get(c)) & 0xffffff;
    size += 6;
    if (size >= 8) {
      size -= 8;
      out += String.fromCharCode((bits >> size) & 255);
    }
  }
  return out;
}

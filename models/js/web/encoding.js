// UTF-8 (@exodus/bytes), atob, btoa.
import { utf8fromStringLoose, utf8toStringLoose } from "@exodus/bytes/utf8.js";
import { DOMException } from "./errors.js";
import { wrongParameter } from "./expose.js";

const kMark = 0xfeff;

/// UTF-8 bytes of a string; lone surrogates become U+FFFD.
export const utf8 = (text) => utf8fromStringLoose(text);
export const utf8Length = (text) => utf8(text).length;
/// The string of UTF-8 bytes, as Body.text() decodes: a byte-order mark is dropped, bad bytes become U+FFFD.
export function fromUtf8(bytes) {
  const text = fromUtf8WithMark(bytes);
  return text.charCodeAt(0) === kMark ? text.slice(1) : text;
}
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
export const fromUtf8WithMark = (bytes) => utf8toStringLoose(bytesOf(bytes));

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

// node:buffer: the package `buffer`, and what Node has learnt since: base64url, and functions beside the class.
import library from "buffer";

const { Buffer } = library;
const isUrl = (encoding) => typeof encoding === "string" && encoding.toLowerCase() === "base64url";
const bytesFromUrl = (text) => original.from(text, "base64"); // which reads both alphabets

const hexDigits = (text) => /^(?:[0-9a-f]{2})*/i.exec(text)[0]; // Node stops at what is no pair of them

const original = { from: Buffer.from, isEncoding: Buffer.isEncoding, byteLength: Buffer.byteLength };
const { toString, write, fill } = Buffer.prototype;
const statics = {
  from(value, encoding, length) {
    if (typeof value !== "string") return original.from(value, encoding, length);
    if (isUrl(encoding)) return bytesFromUrl(value);
    return original.from(`${encoding}`.toLowerCase() === "hex" ? hexDigits(value) : value, encoding);
  },
  isEncoding: (encoding) => isUrl(encoding) || original.isEncoding(encoding),
  byteLength: (value, encoding) =>
    typeof value === "string" && isUrl(encoding) ? bytesFromUrl(value).length : original.byteLength(value, encoding),
};
const methods = {
  equals(other) {
    return this === other || Buffer.compare(this, other) === 0;
  },
  toString(encoding, start, end) {
    if (!isUrl(encoding)) return toString.call(this, encoding, start, end);
    return toString.call(this, "base64", start, end).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  },
  write(text, ...rest) {
    if (!isUrl(rest.at(-1))) return write.call(this, text, ...rest);
    return write.call(this, text, ...rest.slice(0, -1), "base64");
  },
  fill(value, ...rest) {
    if (!isUrl(rest.at(-1))) return fill.call(this, value, ...rest);
    return fill.call(this, bytesFromUrl(value), ...rest.slice(0, -1));
  },
};
for (const [target, own] of [[Buffer, statics], [Buffer.prototype, methods]])
  for (const [name, value] of Object.entries(own)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
Buffer.poolSize = 0;

const bytesOf = (data) => (ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data));

function isUtf8(data) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(data));
    return true;
  } catch {
    return false;
  }
}

export default {
  ...library,
  Buffer,
  Blob,
  File,
  atob,
  btoa,
  constants: { MAX_LENGTH: library.kMaxLength, MAX_STRING_LENGTH: 536870888 },
  kStringMaxLength: 536870888,
  isAscii: (data) => bytesOf(data).every((byte) => byte < 128),
  isUtf8,
  transcode: (source, from, to) => Buffer.from(Buffer.from(source).toString(from), to),
};

// Blob and File: bytes and a type, held as a whole.
import { host } from "../host.js";
import { expose, wrongConstructorParameter } from "../expose.js";
import { bytesOf, fromUtf8WithMark, isBufferSource, utf8AsIs } from "../encoding.js";
import { readingWaits } from "../body.js";
import { streamOfBytes } from "../streams.js";

function typeOf(type) {
  const text = type === undefined ? "" : `${type}`;
  return /[^\x20-\x7e]/.test(text) ? "" : text.toLowerCase();
}

function checkOptions(className, options) {
  if (options === undefined || options === null) return;
  if (typeof options !== "object" && typeof options !== "function") {
    throw wrongConstructorParameter(className, className === "File" ? 3 : 2, "Options");
  }
  if (options.endings !== undefined) throw new Error("The 'endings' field on 'Options' is not implemented.");
}

export class Blob {
  #bytes;
  #type;
  constructor(parts = [], options = {}) {
    const className = isSubclass(new.target) ? "File" : "Blob";
    if (!Array.isArray(parts)) throw wrongConstructorParameter(className, 1, "Array");
    checkOptions(className, options);
    const chunks = [];
    for (const part of parts) {
      if (Blob.#is(part)) chunks.push(part.#bytes);
      else if (isBufferSource(part)) chunks.push(bytesOf(part));
      else chunks.push(utf8AsIs(`${part}`));
    }
    this.#bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let offset = 0;
    for (const chunk of chunks) {
      this.#bytes.set(chunk, offset);
      offset += chunk.length;
    }
    this.#type = typeOf(options?.type);
  }
  get size() { return this.#bytes.length; }
  get type() { return this.#type; }
  slice(start, end, type) { return new Blob([this.#bytes.slice(start, end)], { type }); }
  async arrayBuffer() { return this.#bytes.slice().buffer; }
  async bytes() { return this.#bytes.slice(); }
  async text() { return fromUtf8WithMark(this.#bytes); }
  /// Whoever reads it lets others in (recorded: interleave-points).
  stream() { return streamOfBytes(() => this.#bytes.slice(), readingWaits()); }

  static #is(v) { return typeof v === "object" && v !== null && #bytes in v; }
  static internals = {
    is: (v) => Blob.#is(v),
    bytes: (blob) => blob.#bytes,
    /// Of a body: parameters of its Content-Type keep their case.
    typed(bytes, type) {
      const blob = new Blob([bytes]);
      blob.#type = type;
      return blob;
    },
  };
}
const { is, bytes, typed } = Blob.internals;
delete Blob.internals;
export { is as isBlob, bytes as bytesOfBlob, typed as typedBlob };
expose(Blob, { brand: is });

export class File extends Blob {
  #name;
  #lastModified;
  constructor(...args) {
    if (args.length < 2) throw wrongConstructorParameter("File", 2, "string");
    const [parts, name, options] = args;
    super(parts, options);
    this.#name = `${name}`;
    this.#lastModified = options?.lastModified === undefined ? host.now() : Number(options.lastModified) || 0;
  }
  get name() { return this.#name; }
  get lastModified() { return this.#lastModified; }
  static isFile(v) { return typeof v === "object" && v !== null && #name in v; }
}
const { isFile } = File;
delete File.isFile;
expose(File, { brand: isFile });
export { isFile };

function isSubclass(Class) {
  return Class === File || Class.prototype instanceof File;
}

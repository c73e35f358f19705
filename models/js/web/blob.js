// Blob and File: bytes and a type, held as a whole.
import { host } from "./host.js";
import { expose, wrongConstructorParameter } from "./expose.js";
import { bytesOf, fromUtf8, isBufferSource, utf8 } from "./encoding.js";
import { streamOfBytes } from "./streams.js";

function typeOf(type) {
  const text = type === undefined ? "" : `${type}`;
  return /[^\x20-\x7e]/.test(text) ? "" : text.toLowerCase();
}

export class Blob {
  #bytes;
  #type;
  constructor(parts = [], options = {}) {
    if (typeof parts !== "object" || parts === null || typeof parts[Symbol.iterator] !== "function") {
      throw wrongConstructorParameter(new.target.name, 1, "Array");
    }
    const chunks = [];
    for (const part of parts) {
      if (Blob.#is(part)) chunks.push(part.#bytes);
      else if (isBufferSource(part)) chunks.push(bytesOf(part));
      else chunks.push(utf8(`${part}`));
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
  async text() { return fromUtf8(this.#bytes); }
  stream() { return streamOfBytes(() => this.#bytes.slice()); }

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
    if (args.length < 2) throw wrongConstructorParameter("File", args.length + 1, args.length ? "string" : "Array");
    const [parts, name, options] = args;
    super(parts, options);
    this.#name = `${name}`;
    this.#lastModified = options?.lastModified === undefined ? host.now() : Number(options.lastModified);
  }
  get name() { return this.#name; }
  get lastModified() { return this.#lastModified; }
  static isFile(v) { return typeof v === "object" && v !== null && #name in v; }
}
const { isFile } = File;
delete File.isFile;
expose(File, { brand: isFile });

// TextEncoder and TextDecoder (@exodus/bytes).
import { TextDecoder as Decoder, TextEncoder as Encoder, labelToName } from "@exodus/bytes/encoding-lite.js";
import { isBufferSource } from "../encoding.js";
import { NotModelledError } from "../errors.js";
import { expose, wrongParameter } from "../expose.js";

const encoder = new Encoder();

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

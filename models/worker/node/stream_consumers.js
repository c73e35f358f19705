// node:stream/consumers: everything that an async iterable of bytes or text has, at once.
import { Buffer } from "node:buffer";

async function buffer(source) {
  const parts = [];
  for await (const part of source) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
const text = async (source) => (await buffer(source)).toString();

export default {
  buffer, text,
  arrayBuffer: async (source) => new Uint8Array(await buffer(source)).buffer,
  blob: async (source) => new Blob([await buffer(source)]),
  json: async (source) => JSON.parse(await text(source)),
};

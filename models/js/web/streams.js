// What bodies need to know of streams. Their classes are made when somebody asks for one (later/streams.js); a stream's
// state lies in fields of its object.
import streams from "later:./later/streams.js";
import { bytesOf, isBufferSource } from "./encoding.js";

/// All classes of streams, by name.
export { streams };

/// How many bytes a stream will have given, of those that have said so.
export const declaredLengths = new WeakMap();

export const isStream = (v) =>
  typeof v === "object" && v !== null && Object.hasOwn(v, "_readableStreamController") &&
  v instanceof streams().ReadableStream;
export const isWritable = (v) =>
  typeof v === "object" && v !== null && Object.hasOwn(v, "_writableStreamController") &&
  v instanceof streams().WritableStream;
export const isDisturbed = (stream) => stream._disturbed;
export const isLocked = (stream) => stream._reader !== undefined;

/// Takes a stream away from whoever holds it, unread.
export function seize(stream) {
  stream.getReader();
  stream._disturbed = true;
}

/// A stream whose bytes are asked for when somebody reads it.
export function streamOfBytes(bytes, arrives = null) {
  return new (streams().ReadableStream)({
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

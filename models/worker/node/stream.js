// node:stream: the package `readable-stream`, Node's own streams for elsewhere; the way to the web's streams and back is
// not in it.
import library from "readable-stream/lib/stream.js";
import { Buffer } from "node:buffer";

const { Readable, Writable } = library;

const chunkFor = (chunk) =>
  Buffer.isBuffer(chunk) ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk;

/** options.strategy is the web stream's. */
Readable.toWeb = function toWeb(readable, options) {
  return new ReadableStream(
    {
      start(controller) {
        readable.on("data", (chunk) => {
          controller.enqueue(chunkFor(chunk));
          if (controller.desiredSize <= 0) readable.pause();
        });
        readable.once("end", () => controller.close());
        readable.once("error", (error) => controller.error(error));
        readable.pause();
      },
      pull: () => void readable.resume(),
      cancel: (reason) => void readable.destroy(reason),
    },
    options?.strategy,
  );
};
Readable.fromWeb = function fromWeb(stream, options) {
  return Readable.from(stream, { objectMode: false, ...options });
};
Writable.toWeb = function toWeb(writable) {
  return new WritableStream({
    write: (chunk) =>
      new Promise((resolve, reject) => writable.write(chunk, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise((resolve, reject) => writable.end((error) => (error ? reject(error) : resolve()))),
    abort: (reason) => void writable.destroy(reason),
  });
};
Writable.fromWeb = function fromWeb(stream, options) {
  const writer = stream.getWriter();
  const settled = (promise, done) => promise.then(() => done(), done);
  return new Writable({
    ...options,
    write: (chunk, _encoding, done) => void settled(writer.write(chunkFor(chunk)), done),
    final: (done) => void settled(writer.close(), done),
    destroy: (error, done) => (error ? void settled(writer.abort(error), () => done(error)) : done(null)),
  });
};

export default library;

// WritableStreams over RPC: whoever is given one writes into it by calls (recorded: rpc-streams).

import { bytesOf, isBufferSource, streams } from "../../../js/web/index.js";
import { RpcTarget } from "../rpc.js";

const disconnected = () =>
  Object.assign(
    new Error(
      "WritableStream received over RPC was disconnected because the remote execution context has ended.",
    ),
    { retryable: true },
  );

/** The end that stays with the stream. Its sink sees buffers, whatever was written at the other. */
export class WritableEnd extends RpcTarget {
  #writer;
  #open = true;
  constructor(stream) {
    super();
    this.#writer = stream.getWriter();
  }
  async write(buffer) {
    await this.#writer.write(buffer);
  }
  async close() {
    this.#open = false;
    await this.#writer.close();
  }
  [Symbol.dispose]() {
    if (this.#open) this.#writer.abort(disconnected()).catch(() => {});
  }
}

/** The end that was sent. */
export function writableInto(stub) {
  return new (streams().WritableStream)({
    async write(chunk) {
      if (!isBufferSource(chunk))
        throw new TypeError(
          "This TransformStream is being used as a byte stream, but received an object of " +
            "non-ArrayBuffer/ArrayBufferView type on its writable side.",
        );
      await stub.write(bytesOf(chunk).slice().buffer);
    },
    async close() {
      await stub.close();
    },
  });
}

// Bodies that are still being written, as they leave code and as they come to it. The runtime carries them in pieces.

import { bytesOfChunk, host, isStream, streams, utf8 } from "../../js/web/index.js";
import { owner as currentOwner } from "./current.js";
import { describe } from "./errors.js";
import { hold } from "./request_holds.js";
import { errorFrom } from "./rpc_errors.js";

/** Bodies that a request of the Worker was given; what it has not read by its end, nobody reads. */
const given = new Map(); // invocation -> bodies

/** A body that another party writes; handed on unread, it passes this code by. brokenOff(piece): the error it ends with. */
class OpenBody {
  constructor(id, brokenOff) {
    this.id = id;
    this.brokenOff = brokenOff;
  }
  stream() {
    const { id, brokenOff } = this;
    return new (streams().ReadableStream)({
      type: "bytes",
      pull: (controller) => nextPiece(id, controller, brokenOff),
      cancel: () => host.cancel_body(id),
    });
  }
}

function nextPiece(id, controller, brokenOff) {
  const owner = currentOwner();
  const { invocation } = owner;
  return new Promise((resolve, reject) => {
    owner.waits.set(host.read_body(owner.number, id), (piece) => {
      owner.invocation = invocation;
      if (piece.error) return reject(brokenOff(piece));
      if (piece.body) {
        controller.enqueue(new Uint8Array(piece.body));
      } else {
        controller.close();
        controller.byobRequest?.respond(0);
      }
      resolve();
    });
  });
}

const ofBody = (piece) => errorFrom(piece.error, piece.body);
/** Nobody hears what went wrong (recorded: rpc-streams). */
const ofValue = () => new Error("ReadableStream received over RPC disconnected prematurely.");

/** The body under this number, as whoever is called now is given it; inValue: with a value of RPC. */
export function givenBody(id, inValue = false) {
  const body = new OpenBody(id, inValue ? ofValue : ofBody);
  const { number, invocation } = currentOwner();
  if (number === 0) {
    if (!given.has(invocation)) given.set(invocation, []);
    given.get(invocation).push(body);
  } else if (inValue) {
    host.given_body(number, id);
  }
  return body;
}

export function forgetBodies(invocation) {
  if (given.size === 0) return;
  for (const body of given.get(invocation) ?? []) if (!body.handedOn) host.cancel_body(body.id);
  given.delete(invocation);
}

/** The same for what leaves with a value of RPC: the request goes on for as long as it is written. */
export function writeWithValue(open) {
  const { number, invocation } = currentOwner();
  const { id, written } = writeBody(open, () => undefined, -1);
  if (number === 0 && written !== null) {
    hold(invocation, 1);
    written.then(() => hold(invocation, -1));
  }
  return id;
}

async function write(owner, id, reader) {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      // Text may leave, though nobody may read it here (recorded: stream-bodies).
      const bytes = typeof next.value === "string" ? utf8(next.value) : bytesOfChunk(next.value);
      if (bytes.length === 0) continue;
      const { invocation } = owner;
      await new Promise((resolve) => {
        owner.waits.set(host.write_body(owner.number, id, bytes), () => {
          owner.invocation = invocation;
          resolve();
        });
      });
    }
    host.end_body(owner.number, id, true);
  } catch (thrown) {
    reader.cancel(thrown).catch(() => {});
    host.end_body(owner.number, id, false, ...describe(thrown));
  }
}

/**
 * Begins to write out what is open: {id under which others read it, written: when all is, if it is ours to write}.
 * gone(): nobody reads the rest.
 */
export function writeBody(open, gone, invocation = currentOwner().invocation) {
  if (!isStream(open)) {
    open.handedOn = true;
    return { id: open.id, written: null };
  }
  if (open.locked) throw new TypeError("The ReadableStream has been locked to a reader.");
  const owner = currentOwner();
  const reader = open.getReader();
  const id = host.open_body(owner.number, invocation);
  // The code is not told why (recorded: stream-bodies).
  owner.waits.set(id, () => {
    reader.cancel().catch(() => {});
    gone();
  });
  const written = write(owner, id, reader).then(() => void owner.waits.delete(id));
  return { id, written };
}

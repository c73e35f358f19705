// A wait of an owner for something that is done elsewhere.

import { host } from "../../js/web/index.js";
import { owner as currentOwner } from "./current.js";

/** Why a request was given up, as whoever made it gets it: an error or object as it is (recorded: web-abort). */
export const abortion = ({ reason }) =>
  typeof reason === "object" && reason !== null ? reason : new Error(String(reason));

function unlessAborted(owner, wait, signal, answered, reject) {
  const aborted = () => {
    owner.waits.delete(wait);
    host.cancel(owner.number, wait);
    reject(abortion(signal));
  };
  signal.addEventListener("abort", aborted, { once: true });
  return (answer) => {
    signal.removeEventListener("abort", aborted);
    answered(answer);
  };
}

/** What ends the wait is the answer. When the signal aborts, nobody waits any more. */
export function waitFor(owner, wait, signal) {
  const { invocation } = owner;
  return new Promise((resolve, reject) => {
    const answered = (answer) => {
      owner.invocation = invocation;
      resolve(answer);
    };
    owner.waits.set(wait, signal === undefined ? answered : unlessAborted(owner, wait, signal, answered, reject));
  });
}

/** Until whoever runs now can read a whole body; others may begin meanwhile. */
export function bodyArrives(received) {
  const owner = currentOwner();
  return owner ? waitFor(owner, host.body_arrives(owner.number, received)) : null;
}

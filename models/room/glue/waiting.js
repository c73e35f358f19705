// A wait of an owner for something that is done elsewhere.

import { host } from "../../js/web/index.js";

/** begin() yields the wait; what ends it is the answer. When the signal aborts, nobody waits any more. */
export function waitFor(owner, begin, signal) {
  const { invocation } = owner;
  return new Promise((resolve, reject) => {
    const wait = begin();
    const aborted = () => {
      owner.waits.delete(wait);
      host.cancel(owner.number, wait);
      reject(signal.reason);
    };
    signal?.addEventListener("abort", aborted, { once: true });
    owner.waits.set(wait, (answer) => {
      signal?.removeEventListener("abort", aborted);
      owner.invocation = invocation;
      resolve(answer);
    });
  });
}

// When a request of the Worker is over, and what goes with it.

import { host } from "../../js/web/index.js";
import { forgetBodies } from "./open_bodies.js";

/** Whether anything that can be called has crossed so far: most runs have nothing to let go of. */
export const usage = { any: false };

/** What keeps a request going after its answer, and with it the stubs that it holds; by request. */
const holds = new Map();

/** One more (1) or less (-1); 0 lets go of what has come since it was over. */
export function hold(invocation, change) {
  const count = (holds.get(invocation) ?? 0) + change;
  if (count > 0) return void holds.set(invocation, count);
  holds.delete(invocation);
  forgetBodies(invocation);
  if (usage.any) host.rpc_request_over(invocation);
}

// What code has thrown, and what becomes of it: the host hears, and the client goes on, as a page does.

import { dispatchGlobal, host } from "../../js/web/index.js";

/** [name, message, stack] of anything that was thrown. */
export function describe(thrown) {
  if (!(thrown instanceof Error)) return ["", String(thrown), ""];
  const stack = typeof thrown.stack === "string" ? thrown.stack : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line) && !/dormouse:|<anonymous>\)?$/.test(line));
  return [String(thrown.name), String(thrown.message), frames.join("\n")];
}

/** Calls what the page's code has given us; an exception is told and goes no further. */
export function guarded(run) {
  try {
    return run();
  } catch (error) {
    const event = new ErrorEvent("error", { message: `Uncaught ${error}`, error, cancelable: true });
    if (dispatchGlobal(event)) host.uncaught(...describe(error));
    return undefined;
  }
}

// A Response on its way out of code.

import { isOpen, responseParts } from "../../js/web/index.js";
import { writeBody } from "./open_bodies.js";
import { takeForResponse } from "./web_socket.js";

/** What a handler gave is no Response; one that gave no promise is spoken of in other words (recorded: http-upgrade). */
const noResponse = (promised) =>
  new TypeError(
    promised
      ? "Incorrect type for Promise: the Promise did not resolve to 'Response'."
      : "Callback returned incorrect type; expected 'Promise'",
  );

/** Whether what a handler gave has to be waited for. */
export const isPromise = (result) => typeof result?.then === "function";

/**
 * Calls send(status, headers as lines, body, side, open body) or failed(error); over(), when the body is written; gone(),
 * if whoever reads it went before.
 */
export function sendResponse(response, promised, failed, send, over, gone) {
  if (!(response instanceof Response)) return failed(noResponse(promised));
  try {
    const { status, headers, body, webSocket } = responseParts(response);
    const open = isOpen(body) ? writeBody(body, gone) : null;
    const side = webSocket ? takeForResponse(webSocket) : -1;
    send(status, headers, open ? null : body, side, open ? open.id : -1);
    if (open?.written) open.written.then(over);
    else over();
  } catch (thrown) {
    failed(thrown);
  }
}

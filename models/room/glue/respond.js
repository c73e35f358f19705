// A Response on its way out of code.

import { responseParts } from "../../js/web/index.js";
import { takeForResponse } from "./web_socket.js";

/** Calls send(status, headers as lines, body, side) or failed(error). */
export function sendResponse(response, failed, send) {
  if (!(response instanceof Response))
    return failed(new TypeError("Callback returned incorrect type; expected 'Promise'"));
  try {
    const { status, headers, body, webSocket } = responseParts(response);
    send(status, headers, body, webSocket ? takeForResponse(webSocket) : -1);
  } catch (thrown) {
    failed(thrown);
  }
}

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

const NO_ERROR_RESPONSE = "Return value from serve handler must not be an error response (like Response.error())";

function send(response, promised, request) {
  if (!(response instanceof Response)) return request.failed(noResponse(promised));
  if (response.type === "error") return request.failed(new TypeError(NO_ERROR_RESPONSE));
  try {
    const { status, statusText, headers, body, webSocket } = responseParts(response);
    const open = isOpen(body) ? writeBody(body, request.gone) : null;
    const side = webSocket ? takeForResponse(webSocket) : -1;
    request.answered(status, headers, open ? null : body, side, open ? open.id : -1, statusText);
    if (open?.written) open.written.then(() => request.over());
    else request.over();
  } catch (thrown) {
    request.failed(thrown);
  }
}

/** Whoever has gone needs no answer, and code that was told so by the signal, and let it pass, has made no mistake. */
function fail(thrown, request) {
  if (!request.signal?.aborted || thrown !== request.signal.reason) return request.failed(thrown);
  request.answered(499, "", null, -1, -1);
  request.over();
}

/**
 * Sends what a handler gave, once it is there. request: answered(status, headers as lines, body, side, open body) or
 * failed(error); signal, of the visitor; over(), when the body is written; gone(), if whoever reads it went before.
 * Nothing else waits with it: there may be very many.
 */
export function respond(result, request) {
  const promised = typeof result?.then === "function";
  Promise.resolve(result).then(
    (response) => send(response, promised, request),
    (thrown) => fail(thrown, request),
  );
}

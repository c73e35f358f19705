// Connections of code to the application itself: a host under which the scenario's Worker is reached.

import { host, NotModelledError, responseFrom, trust } from "../../js/web/index.js";
import { served } from "./fetch.js";

/** Asks the Worker in front, as a visitor would: {status, headers, body, webSocket}, all but the body as the host has it. */
function callFront(owner, method, url, headers, body) {
  const { invocation } = owner;
  return new Promise((resolve) => {
    const wait = host.call_front(owner.number, method, url, headers, body);
    owner.waits.set(wait, (answer) => {
      owner.invocation = invocation;
      resolve(answer);
    });
  });
}

/** new WebSocket(url): `open`, or `error` and `close`, some time after. adopt(socket, mode, number) makes it live. */
export function connect(socket, state, url, offered, adopt) {
  if (!served(url))
    throw new NotModelledError(`new WebSocket("${state.url}") to the outside`, "Connect to a host of the scenario.");
  const failed = (error) => {
    if (state.mode !== "connecting") return;
    state.mode = "failed";
    socket.dispatchEvent(trust(new ErrorEvent("error", { message: `Uncaught ${error}`, error })));
    const reason = "Failed to establish websocket connection";
    socket.dispatchEvent(trust(new CloseEvent("close", { code: 1006, reason, wasClean: false })));
  };
  state.giveUp = () => {
    const error = new Error("Called close before connection was established.");
    Promise.resolve().then(() => failed(error));
  };
  let headers = "connection\nUpgrade\nsec-websocket-version\n13\nupgrade\nwebsocket\n";
  if (offered !== null) headers += `sec-websocket-protocol\n${offered}\n`;
  const established = (answer) => {
    if (state.mode !== "connecting") {
      if (answer.webSocket !== undefined) host.drop_side(answer.webSocket);
      return;
    }
    if (answer.webSocket === undefined)
      return failed(
        new TypeError(
          "Failed to establish the WebSocket connection: expected server to reply with HTTP status code 101 " +
            `(switching protocols), but received ${answer.status} instead.`,
        ),
      );
    state.protocol = responseFrom({ status: 101, headers: answer.headers }).headers.get("sec-websocket-protocol");
    state.extensions = null;
    adopt(socket, "standard", host.accept(state.owner.number, answer.webSocket, false, ""));
    socket.dispatchEvent(trust(new Event("open")));
  };
  callFront(state.owner, "GET", url, headers, null).then(established);
}

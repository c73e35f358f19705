// The entry of the startup snapshot for clients and checks written in JavaScript: the web types, and on top of them what
// a browser gives a page's code without a document. Nothing here calls the host until install().

import { dispatchGlobal, host, installWeb, revive } from "../../js/web/index.js";
import { describe } from "./errors.js";
import { fetchAnswered } from "./fetch.js";
import * as checks from "./checks.js";
import * as session from "./session.js";
import * as sockets from "./web_socket.js";
import { timerFired } from "./timers.js";
import "./storage.js";

function unhandledRejection(promise, reason) {
  return !dispatchGlobal(new PromiseRejectionEvent("unhandledrejection", { promise, reason, cancelable: true }));
}

host.report_uncaught = (error) => host.uncaught(...describe(error));

const entries = {
  begin: session.begin,
  session_start: session.start,
  session_end: session.end,
  opened: sockets.opened,
  message: sockets.message,
  failed: sockets.failed,
  closed: sockets.closed,
  timer_fired: timerFired,
  fetch_answered: fetchAnswered,
  checks_loaded: checks.loaded,
  checks_visit: checks.visit,
  checks_end: checks.end,
  unhandled_rejection: unhandledRejection,
  revive,
};

globalThis.__dormouse = {
  install(functions) {
    installWeb(functions);
    return entries;
  },
};

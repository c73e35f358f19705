// The entry of the startup snapshot: the web types, and on top of them the Workers runtime API as room code sees it.
// Nothing here calls the host until install(); what the host calls are the functions that install() returns.

import asyncHooks from "later:./later/async_hooks.js";
import caches from "later:./later/caches.js";
import modules from "later:./later/cloudflare_modules.js";
import { dataCloneError, defineLater, dispatchGlobal, host, installWeb, listensGlobal, readsWait, revive, showStored } from "../../js/web/index.js";
import { blockCounters } from "./blocks.js";
import { configure } from "./compatibility.js";
import { owner } from "./current.js";
import { describe } from "./errors.js";
import * as dispatch from "./dispatch.js";
import * as serve from "./rpc_serve.js";
import * as worker from "./worker.js";
import { cloudflareWorkers } from "./cloudflare_workers.js";
import "./timers.js";
import { bodyArrives } from "./waiting.js";
import { installFetch } from "./fetch.js";

readsWait(bodyArrives);
installFetch();
defineLater(caches, ["Cache", "CacheStorage"]);
defineLater(caches, ["caches"], true);

/** A rejection that nobody handled by the end of its turn; true if a listener has dealt with it. */
function unhandledRejection(promise, reason) {
  return !dispatchGlobal(new PromiseRejectionEvent("unhandledrejection", { promise, reason, cancelable: true }));
}

/** A rejection that was told as unhandled in an earlier turn has a handler now. */
function rejectionHandled(promise) {
  if (listensGlobal("rejectionhandled")) dispatchGlobal(new PromiseRejectionEvent("rejectionhandled", { promise }));
}

host.report_uncaught = (error) => host.uncaught(owner()?.number ?? 0, ...describe(error));

const entries = {
  ...dispatch,
  ...serve,
  ...worker,
  cloudflare_workers: () => cloudflareWorkers(),
  cloudflare_email: () => modules().email(),
  cloudflare_sockets: () => modules().sockets(),
  cloudflare_workflows: () => modules().workflows(),
  async_hooks: () => asyncHooks().asyncHooks(),
  block_counters: blockCounters,
  data_clone_error: dataCloneError,
  revive,
  show_stored: showStored,
  configure,
  unhandled_rejection: unhandledRejection,
  rejection_handled: rejectionHandled,
};

globalThis.__dormouse = {
  install(functions) {
    installWeb(functions);
    return entries;
  },
};

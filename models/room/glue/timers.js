// setTimeout and setInterval (and scheduler.wait on top of them): each a wait of the owner whose turn it is.

import { host } from "../../js/web/index.js";
import { boundToFrame } from "./async_hooks.js";
import { requireOwner } from "./current.js";
import { wrongParameter } from "./errors.js";

const LONGEST = 3.1536e12; // a hundred years (spec 7)

function delayOf(ms) {
  const delay = Number(ms);
  return Number.isNaN(delay) || delay < 0 ? 0 : Math.min(Math.trunc(delay), LONGEST);
}

const MOST = 10000; // live at once (spec 7)

function refuseTooMany(owner) {
  if (owner.timers.size < MOST) return;
  throw new DOMException(
    `You have exceeded the number of active timeouts you may set. max active timeouts: ${MOST}, current active ` +
      `timeouts: ${owner.timers.size}, finished timeouts: ${owner.timersFinished}`,
    "QuotaExceededError",
  );
}

function forget(owner, id) {
  owner.timers.delete(id);
  owner.timersFinished++;
}

function start(method, callback, ms, args, repeats) {
  if (typeof callback !== "function") throw wrongParameter(method, "ServiceWorkerGlobalScope", 1, "function");
  const owner = requireOwner(method);
  refuseTooMany(owner);
  const delay = delayOf(ms);
  const id = owner.nextTimer++;
  const { invocation } = owner;
  const call = boundToFrame(callback);
  const arm = () => {
    const wait = host.timer(owner.number, delay);
    owner.timers.set(id, wait);
    owner.waits.set(wait, () => {
      owner.invocation = invocation;
      fire();
    });
  };
  const fire = () => {
    if (!repeats) forget(owner, id);
    try {
      call.apply(globalThis, args);
    } finally {
      if (repeats && owner.timers.has(id)) arm();
    }
  };
  arm();
  return id;
}

function stop(method, args) {
  if (args.length === 0) throw wrongParameter(method, "ServiceWorkerGlobalScope", 1, "Number");
  const owner = requireOwner(method);
  const [id] = args;
  const wait = owner.timers.get(Number(id));
  if (wait === undefined) return;
  forget(owner, Number(id));
  owner.waits.delete(wait);
  host.cancel(owner.number, wait);
}

const define = (object, name, value) =>
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });

define(globalThis, "setTimeout", function setTimeout(callback, ms, ...args) {
  return start("setTimeout", callback, ms, args, false);
});
define(globalThis, "setInterval", function setInterval(callback, ms, ...args) {
  return start("setInterval", callback, ms, args, true);
});
define(globalThis, "clearTimeout", function clearTimeout(_id) {
  stop("clearTimeout", arguments);
});
define(globalThis, "clearInterval", function clearInterval(_id) {
  stop("clearInterval", arguments);
});

// setTimeout and setInterval as browsers have them (HTML, 8.6): nested five deep they wait 4 ms at least, so that a
// repeating one cannot keep time from going on.

import { host } from "../../js/web/index.js";
import { guarded } from "./errors.js";

const kLongest = 2147483647;
const kDeep = 5;
const kLeastWhenDeep = 4;

const timers = new Map(); // number -> {callback, args, ms, repeats, depth}
let next = 1;
let depth = 0;

function arm(number, timer) {
  timer.depth++;
  host.timer(number, timer.depth > kDeep ? Math.max(timer.ms, kLeastWhenDeep) : timer.ms);
}

function start(name, callback, delay, args, repeats) {
  if (typeof callback !== "function")
    throw new TypeError(`Failed to execute '${name}': parameter 1 is not a function; code in text is not run.`);
  const asked = Math.trunc(Number(delay)) || 0;
  const timer = { callback, args, ms: asked < 0 || asked > kLongest ? 0 : asked, repeats, depth };
  const number = next++;
  timers.set(number, timer);
  arm(number, timer);
  return number;
}

function stop(number) {
  if (timers.delete(Number(number))) host.cancel_timer(Number(number));
}

export function timerFired(number) {
  const timer = timers.get(number);
  if (timer === undefined) return;
  if (!timer.repeats) timers.delete(number);
  depth = timer.depth;
  guarded(() => timer.callback.apply(globalThis, timer.args));
  depth = 0;
  if (timer.repeats && timers.has(number)) arm(number, timer);
}

const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true });
define("setTimeout", (callback, ms, ...args) => start("setTimeout", callback, ms, args, false));
define("setInterval", (callback, ms, ...args) => start("setInterval", callback, ms, args, true));
define("clearTimeout", stop);
define("clearInterval", stop);

// As a screen of 60 frames a second that shows this page.
const kFrame = 16;
define("requestAnimationFrame", (callback) =>
  start("requestAnimationFrame", () => callback(performance.now()), kFrame, [], false));
define("cancelAnimationFrame", stop);

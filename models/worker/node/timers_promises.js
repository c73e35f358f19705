// node:timers/promises.
import { setTimeout as after, clearTimeout, setInterval as every, clearInterval } from "./native_timers.js";

const aborted = (signal) => Object.assign(new Error("The operation was aborted", { cause: signal.reason }), { name: "AbortError", code: "ABORT_ERR" });

function settled(delay, value, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    const timer = after(resolve, delay, value);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(aborted(signal));
    }, { once: true });
  });
}

async function* ticks(delay, value, { signal } = {}) {
  if (signal?.aborted) throw aborted(signal);
  let due = 0;
  let wake = () => undefined;
  const timer = every(() => {
    due++;
    wake();
  }, delay);
  signal?.addEventListener("abort", () => wake(), { once: true });
  try {
    for (;;) {
      if (due === 0) await new Promise((resolve) => (wake = resolve));
      if (signal?.aborted) throw aborted(signal);
      for (; due > 0; due--) yield value;
    }
  } finally {
    clearInterval(timer);
  }
}

export default {
  setTimeout: (delay, value, options) => settled(delay, value, options),
  setImmediate: (value, options) => settled(0, value, options),
  setInterval: ticks,
  scheduler: { wait: (delay, options) => settled(delay, undefined, options), yield: () => settled(0) },
};

// The Worker's compatibility date and flags: which of two behaviours it is to see.

let date = "";
/** Which of the application's Workers this is, and what stands before its classes' names where namespaces are told apart. */
export const identity = { worker: 0, namespaces: "" };
let flags = new Set();

/** A flag turns a behaviour on or off whatever the date says (dates compare as text). */
export function enabled(since, on, off) {
  if (flags.has(on)) return true;
  if (flags.has(off)) return false;
  return date >= since;
}

/** Called once, before any user code, with {date, flags, worker, namespaces} as JSON; whether text may become code while modules load. */
export function configure(json) {
  const given = JSON.parse(json);
  date = given.date;
  flags = new Set(given.flags);
  identity.worker = given.worker;
  identity.namespaces = given.namespaces;
  if (!enabled("2025-05-05", "enable_weak_ref", "disable_weak_ref")) {
    delete globalThis.WeakRef;
    delete globalThis.FinalizationRegistry;
  }
  return enabled("2025-06-01", "allow_eval_during_startup", "disallow_eval_during_startup");
}

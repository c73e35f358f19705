// Whose turn it is. Every promise job of a turn is drained in that turn, so one variable is enough.

/** An instance of a Durable Object class, or the stateless Worker (number 0). */
export class Owner {
  #timers = null;
  #waits = null;
  constructor(number) {
    this.number = number;
    this.nextTimer = 1;
    this.timersFinished = 0;
    this.sockets = new Map(); // socket number -> WebSocket object
    this.ended = -1; // number of the socket whose end was told last
    this.state = null;
    this.object = null;
    this.hasAlarm = false;
    this.kvLimits = false; // those of the older key-value backend hold
    this.invocation = -1; // the Worker's request whose first turn this is
  }
  /** Wait id -> function to call when it is over. A message that is handled at once waits for nothing. */
  get waits() {
    return (this.#waits ??= new Map());
  }
  /** Timer id as code sees it -> wait id. Few instances have timers. */
  get timers() {
    return (this.#timers ??= new Map());
  }
}

export const workerOwner = new Owner(0);

/**
 * Owners by number. Numbers only grow, and most owners go soon: a Map would be made anew every few wakes. Here they lie in
 * pages, each of which goes with the last of its owners once the next is begun.
 */
class Owners {
  #pages = [];
  #counts = [];
  #newest = 0;
  get(number) {
    return this.#pages[number >> 10]?.[number & 1023];
  }
  add(owner) {
    const at = owner.number >> 10;
    if (this.#pages[at] === undefined) {
      const before = this.#newest;
      this.#newest = at;
      this.#pages[at] = new Array(1024).fill(undefined);
      this.#counts[at] = 0;
      this.#dropEmpty(before);
    }
    this.#pages[at][owner.number & 1023] = owner;
    this.#counts[at]++;
  }
  delete(number) {
    if (this.get(number) === undefined) return;
    const at = number >> 10;
    this.#pages[at][number & 1023] = undefined;
    this.#counts[at]--;
    this.#dropEmpty(at);
  }
  #dropEmpty(at) {
    if (at !== this.#newest && this.#counts[at] === 0) this.#pages[at] = undefined;
  }
}
export const owners = new Owners();
owners.add(workerOwner);

let current = null;

/** The owner of the running turn; null at module level. */
export const owner = () => current;

export function during(of, run) {
  current = of;
  try {
    return run();
  } finally {
    // Jobs of this turn run after the call returns and still belong to it: the next turn replaces it.
    current = of;
  }
}

export function atModuleLevel() {
  current = null;
}

export function requireOwner(what) {
  if (current === null) {
    throw new Error(
      "Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, and generating random values are not allowed within global scope. To fix this error, perform this operation within a handler. https://developers.cloudflare.com/workers/runtime-apis/handlers/",
    );
  }
  return current;
}

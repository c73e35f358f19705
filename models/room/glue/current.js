// Whose turn it is. Every promise job of a turn is drained in that turn, so one variable is enough.

/** An instance of a Durable Object class, or the stateless Worker (number 0). */
export class Owner {
  #timers = null;
  constructor(number) {
    this.number = number;
    this.waits = new Map(); // wait id -> function to call when it is over
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
  /** Timer id as code sees it -> wait id. Few instances have timers. */
  get timers() {
    return (this.#timers ??= new Map());
  }
}

export const workerOwner = new Owner(0);
export const owners = new Map([[0, workerOwner]]);

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

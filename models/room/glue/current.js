// Whose turn it is. Every promise job of a turn is drained in that turn, so one variable is enough.

/** An instance of a Durable Object class, or the stateless Worker (number 0). */
export class Owner {
  constructor(number) {
    this.number = number;
    this.waits = new Map(); // wait id -> function to call when it is over
    this.timers = new Map(); // timer id as code sees it -> wait id
    this.nextTimer = 1;
    this.sockets = new Map(); // socket number -> WebSocket object
    this.object = null;
    this.invocation = -1; // the Worker's request whose first turn this is
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

// The smaller modules "cloudflare:...". What reaches out of the simulation can be imported, and says so when it is used.

import { NotModelledError } from "../../../js/web/index.js";

class NonRetryableError extends Error {
  constructor(message, name = "NonRetryableError") {
    super(message);
    this.name = name;
  }
}

class EmailMessage {
  constructor() {
    throw new NotModelledError('EmailMessage of "cloudflare:email"', "Put it behind a function that a scenario can replace.");
  }
}

function connect() {
  throw new NotModelledError('connect() of "cloudflare:sockets"', "Use a WebSocket of a Durable Object room.");
}

export const email = () => ({ EmailMessage, default: { EmailMessage } });
export const sockets = () => ({ connect, default: { connect } });
export const workflows = () => ({ NonRetryableError, default: { NonRetryableError } });

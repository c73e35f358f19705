// fetch() of a host of the scenario: a request over the client's own link. Its answer is whole when it is there.

import { host, isOpen, NotModelledError, requestParts, responseFrom, wholeOf } from "../../js/web/index.js";
import { servedUrl } from "./location.js";

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 20;
const waiting = new Map(); // number -> function of the answer
let next = 1;

export function fetchAnswered(number, status, headers, body) {
  const answer = waiting.get(number);
  waiting.delete(number);
  answer?.({ status, headers, body });
}

function exchange(step) {
  const url = new URL(step.url);
  servedUrl(url, (shown) => new NotModelledError(`fetch("${shown}") by a client`, "Ask a host of the scenario."));
  const number = next++;
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    host.request(number, step.method, url.host, url.pathname + url.search, step.headers, step.body);
  });
}

function locationOf(headers) {
  const parts = headers.split("\n");
  for (let i = 0; i + 1 < parts.length; i += 2) if (parts[i].toLowerCase() === "location") return parts[i + 1];
  return null;
}

/** The request that a redirection asks for (Fetch, 4.4); null if the answer is none. */
function redirected(step, { status, headers }) {
  const location = REDIRECTS.includes(status) ? locationOf(headers) : null;
  if (location === null) return null;
  const next = { ...step, url: new URL(location, step.url).href };
  const becomesGet = (status === 303 && step.method !== "HEAD") || (status <= 302 && step.method === "POST");
  return becomesGet ? { ...next, method: "GET", body: null } : next;
}

async function fetched(request) {
  const { method, url, headers, body: content, redirect, signal } = requestParts(request);
  signal?.throwIfAborted();
  const body = isOpen(content) ? await wholeOf(content) : content;
  let step = { method, url, headers, body };
  for (let redirects = 0; ; redirects++) {
    const answer = await new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      exchange(step).then(resolve, reject);
    });
    if (answer.status === 0) throw new TypeError("Failed to fetch");
    const onward = redirect === "follow" ? redirected(step, answer) : null;
    if (onward === null) return responseFrom({ ...answer, url: step.url, redirected: redirects > 0 });
    if (redirects === MOST_REDIRECTS) throw new TypeError("Failed to fetch");
    step = onward;
  }
}

const { fetch } = {
  async fetch(input, init) {
    if (input === undefined) throw new TypeError("Failed to execute 'fetch': 1 argument required, but only 0 present.");
    const given = input instanceof Request ? input : new URL(`${input}`, globalThis.location.href).href;
    return fetched(new Request(given, init));
  },
};
Object.defineProperty(globalThis, "fetch", { value: fetch, writable: true, configurable: true, enumerable: true });

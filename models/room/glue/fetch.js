// fetch(): of a host of the scenario it comes to the Worker that has it, as a visitor's; any other is answered by the
// scenario's `upstreams:`. What redirects and signals do is recorded: fetch-outside. Stubs and service bindings follow
// redirects as fetch() does (seen on the local runtime).

import {
  host, isOpen, NotModelledError, requestParts, responseFrom, streams, wholeOf, wholeStream,
} from "../../js/web/index.js";
import { enabled } from "./compatibility.js";
import { requireOwner } from "./current.js";
import { wrongParameter } from "./errors.js";
import { answeredBody, headerOf, LENGTH_HEADERS, without, withLength } from "./messages.js";
import { givenBody } from "./open_bodies.js";
import { errorFrom } from "./rpc_errors.js";
import { followed } from "./visitor.js";
import { abortion, waitFor } from "./waiting.js";
import { passedOn } from "./web_socket.js";

/** Nothing in the scenario answers a request to the outside; the message says what to add. */
class UnansweredRequestError extends Error {}
Object.defineProperty(UnansweredRequestError.prototype, "name", {
  value: "UnansweredRequestError", writable: true, configurable: true,
});

export const served = (url) => host.serves(new URL(url).host);

function askOutside(owner, { method, url, headers, body }) {
  const call = served(url) ? host.call_front : host.call_upstream;
  return call(owner.number, method, url, headers, body);
}

/** As it is sent: whoever asked reads it back in whole. */
function withoutCredentials(url) {
  if (!url.includes("@")) return url;
  const sent = new URL(url);
  sent.username = sent.password = "";
  return sent.href;
}
export const withoutFragment = (url) => (url.includes("#") ? url.split("#", 1)[0] : url);

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 20;

/** The request that a redirection asks for; null if the answer is none. */
function redirection(step, { status, headers }) {
  const location = REDIRECTS.includes(status) ? headerOf(headers, "location") : null;
  if (location === null) return null;
  if (!URL.canParse(location, step.url)) throw new TypeError("Invalid Location header; unable to follow redirect.");
  const url = new URL(location, step.url);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError("Invalid Location header; unable to follow redirect.");
  const next = { ...step, url: withoutFragment(url.href) };
  const crosses = url.origin !== new URL(step.url).origin;
  const strips = enabled(
    "2025-09-01", "strip_authorization_on_cross_origin_redirect", "retain_authorization_on_cross_origin_redirect");
  if (crosses && strips) next.headers = without(next.headers, ["authorization"]);
  const becomesGet =
    (status === 303 && step.method !== "HEAD") || ((status === 301 || status === 302) && step.method === "POST");
  if (becomesGet) {
    Object.assign(next, { method: "GET", body: null, once: false });
    next.headers = without(next.headers, LENGTH_HEADERS);
  } else if (step.once) {
    throw new TypeError(
      "A request with a one-time-use body (it was initialized from a stream, not a buffer) encountered a redirect " +
        "requiring the body to be retransmitted. To avoid this error in the future, construct this request from a " +
        "buffer-like body initializer.",
    );
  }
  return next;
}

/** A body of which nothing more can be read once the signal has aborted. */
function abortable(content, signal) {
  const reader = (isOpen(content) ? content.stream() : wholeStream(content)).getReader();
  return new (streams().ReadableStream)({
    start(controller) {
      signal.addEventListener("abort", () => {
        controller.error(abortion(signal));
        reader.cancel(signal.reason).catch(() => {});
      }, { once: true });
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

function responseOf(answer, { url, method }, redirected, signal) {
  const webSocket = answer.webSocket === undefined ? null : passedOn(answer.webSocket);
  let body = answeredBody(method, answer.status, answer.open >= 0 ? givenBody(answer.open) : answer.body);
  if (signal !== undefined && body !== null)
    body = abortable(body instanceof ArrayBuffer ? new Uint8Array(body) : body, signal);
  return responseFrom({ ...answer, body, webSocket, url, redirected });
}

function requireHttp(url) {
  if (!/^https?:/.test(url)) throw new TypeError(`Fetch API cannot load: ${url}`);
}

function refusedByName({ url, headers }) {
  requireHttp(url);
  if (headers.has("upgrade") && !served(url))
    throw new NotModelledError(`fetch("${url}") of a WebSocket on the outside`, "Connect to a host of the scenario.");
}

/**
 * ask(owner, step, client, invocation): begins to ask for {method, url, headers, body, cf} and yields the wait. It takes its
 * surroundings as arguments: each closure that waits with a request is memory.
 */
async function fetched(owner, request, ask, client) {
  const { invocation } = owner;
  let step = requestParts(request);
  const { redirect } = step;
  const signal = followed(step.signal);
  signal?.throwIfAborted();
  step.headers = withLength(step.headers, step.body);
  if (isOpen(step.body)) step.body = await wholeOf(step.body);
  step.url = withoutFragment(step.url);
  if (step.url.includes("/.")) step.url = new URL(step.url).href; // as a visitor wrote it (recorded: web-request)
  for (let asked = null; ; ) {
    const sent = { ...step, url: withoutCredentials(step.url) };
    const answer = await waitFor(owner, ask(owner, sent, client, invocation), signal);
    if (answer.error?.name === "UnansweredRequestError") throw new UnansweredRequestError(answer.error.message);
    if (answer.error) throw errorFrom(answer.error, answer.body);
    const next = redirect === "follow" ? redirection(step, answer) : null;
    if (next === null) return responseOf(answer, step, asked !== null, signal);
    (asked ??= []).push(step.url);
    if (answer.open >= 0) host.cancel_body(answer.open);
    if (asked.length > MOST_REDIRECTS) throw new TypeError(`Too many redirects.${asked.join(", ")}`);
    step = next;
  }
}

/** As fetch(), of a stub. No frame of its own waits for the answer. */
export function fetchedThrough(client, input, init, ask) {
  try {
    const owner = client.check("fetch");
    if (input === undefined) throw wrongParameter("fetch", "Fetcher", 1, "Request or string");
    if (typeof input === "string" && !URL.canParse(input)) throw new TypeError(`Invalid URL: ${input}`);
    const request = new Request(input, init);
    requireHttp(request.url);
    return fetched(owner, request, ask, client);
  } catch (error) {
    return Promise.reject(error);
  }
}

export function installFetch() {
  const { fetch } = {
    async fetch(...args) {
      if (args.length === 0) throw wrongParameter("fetch", "ServiceWorkerGlobalScope", 1, "Request or string");
      const owner = requireOwner("fetch");
      const request = new Request(...args);
      refusedByName(request);
      return fetched(owner, request, askOutside);
    },
  };
  Object.defineProperty(globalThis, "fetch", { value: fetch, writable: true, configurable: true, enumerable: true });
}

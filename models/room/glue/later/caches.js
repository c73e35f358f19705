// caches.default and caches.open(): one store for the data centre, kept by the runtime. Messages are recorded (caches);
// what is kept and for how long follows the vendor's documentation of the Cache API.

import { expose, host, isOpen, requestParts, responseFrom, responseParts, utf8, wholeOf } from "../../../js/web/index.js";
import { requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

let making = false;

/** By status, where the response does not say how long (docs: Edge TTL), in seconds. */
const DEFAULT_AGE = { 200: 7200, 301: 7200, 302: 1200, 303: 1200, 404: 180, 410: 180 };

const directives = (text) =>
  new Map(
    (text ?? "").toLowerCase().split(",").map((part) => {
      const [name, value = ""] = part.trim().split("=", 2);
      return [name.trim(), value.trim().replace(/^"|"$/g, "")];
    }),
  );

/** For how many seconds a response may be kept; 0: not at all. */
function ageOf(status, headers) {
  const control = directives(headers.get("cache-control"));
  const only = (name) => control.has(name) && control.get(name) === "";
  if (control.has("no-store") || only("no-cache") || only("private")) return 0;
  if (headers.has("set-cookie") && control.get("private") !== "set-cookie") return 0;
  for (const name of ["s-maxage", "max-age"])
    if (/^[0-9]+$/.test(control.get(name) ?? "")) return Math.min(Number(control.get(name)), 31536000);
  const expires = headers.get("expires");
  if (expires !== null) return Math.max(0, Math.floor((Date.parse(expires) - Date.now()) / 1000)) || 0;
  return DEFAULT_AGE[status] ?? 0;
}

const tagged = (text) => text.split(",").map((tag) => tag.trim().replace(/^W\//, ""));

/** Whether the client's copy is still good. */
function isUnchanged(asked, kept) {
  const etag = kept.get("etag");
  const match = asked.get("if-none-match");
  if (match !== null) return etag !== null && (match.trim() === "*" || tagged(match).includes(tagged(etag)[0]));
  const since = Date.parse(asked.get("if-modified-since") ?? "");
  return since >= Date.parse(kept.get("last-modified") ?? "");
}

/** [from, to) of a Range header that asks for one stretch of so many bytes. */
function stretch(range, size) {
  const [, from, to] = /^bytes=([0-9]*)-([0-9]*)$/.exec(range ?? "") ?? [];
  if (from === undefined || (from === "" && to === "")) return null;
  if (from === "") return [Math.max(0, size - Number(to)), size];
  const end = to === "" ? size : Math.min(Number(to) + 1, size);
  return Number(from) < end ? [Number(from), end] : null;
}

/** What match() gives of a response that is there. */
function found(request, { status, headers, body }) {
  const kept = new Headers(responseFrom({ status, headers }).headers);
  kept.set("cf-cache-status", "HIT");
  const answer = (code, content) => {
    let lines = "";
    for (const [name, value] of kept) lines += `${name}\n${value}\n`;
    return responseFrom({ status: code, headers: lines, body: content });
  };
  if (isUnchanged(request.headers, kept)) return answer(304, null);
  const size = body === null ? 0 : body.byteLength;
  const part = kept.has("content-length") ? stretch(request.headers.get("range"), size) : null;
  if (part === null) return answer(status, body);
  kept.set("content-range", `bytes ${part[0]}-${part[1] - 1}/${size}`);
  kept.set("content-length", String(part[1] - part[0]));
  return answer(206, body.slice(...part));
}

const requestOf = (input) => (input instanceof Request ? input : new Request(input));
const wrong = (method, index, type) =>
  new TypeError(`Failed to execute '${method}' on 'Cache': parameter ${index} is not of type '${type}'.`);
const missing = (className, name) => ({
  async [name]() {
    throw new Error(`Failed to execute '${name}' on '${className}': the method is not implemented.`);
  },
})[name];

class Cache {
  #name;
  constructor(name) {
    if (!making) throw new TypeError("Illegal constructor");
    this.#name = name;
  }
  async match(...args) {
    if (args.length === 0) throw wrong("match", 1, "Request or string");
    const request = requestOf(args[0]);
    if (request.method !== "GET" && !args[1]?.ignoreMethod) return undefined;
    const owner = requireOwner("match");
    const kept = await waitFor(owner, host.cache_match(owner.number, this.#name, request.url));
    return kept.status === 504 ? undefined : found(request, kept);
  }
  async delete(...args) {
    if (args.length === 0) throw wrong("delete", 1, "Request or string");
    const request = requestOf(args[0]);
    if (request.method !== "GET" && !args[1]?.ignoreMethod) return false;
    const owner = requireOwner("delete");
    const { status } = await waitFor(owner, host.cache_delete(owner.number, this.#name, request.url));
    return status === 200;
  }
  async put(...args) {
    if (args.length === 0) throw wrong("put", 1, "Request or string");
    const response = args[1];
    if (!(response instanceof Response)) throw wrong("put", 2, "Response");
    if (response.type === "error") throw new TypeError("Cache is unable to store an error response");
    const request = requestOf(args[0]);
    if (request.method !== "GET") throw new TypeError("Cannot cache response to non-GET request.");
    if (response.status === 206) throw new TypeError("Cannot cache response to a range request (206 Partial Content).");
    if (response.headers.get("vary")?.includes("*"))
      throw new TypeError("Cannot cache response with 'Vary: *' header.");
    if (response.status === 304) return;
    const owner = requireOwner("put");
    await this.#keep(owner, request, response);
  }
  async #keep(owner, request, response) {
    const age = ageOf(response.status, response.headers);
    const headers = new Headers(response.headers);
    headers.delete("set-cookie");
    const { status, body: content, webSocket } = responseParts(response);
    if (webSocket)
      throw new TypeError(
        "Worker tried to return a WebSocket in a response to a request which did not contain the header " +
          '"Upgrade: websocket".',
      );
    const body = isOpen(content) ? await wholeOf(content) : content;
    if (age === 0) return;
    // What comes in pieces has no length.
    if (body !== null && !isOpen(content)) {
      const size = typeof body === "string" ? utf8(body).length : body.byteLength;
      headers.set("content-length", String(size));
    }
    let lines = "";
    for (const [name, value] of headers) lines += `${name}\n${value}\n`;
    await waitFor(owner,
      host.cache_put(owner.number, this.#name, request.url, status, lines, body, age * 1000));
  }
  static isCache(value) {
    return typeof value === "object" && value !== null && #name in value;
  }
}
const { isCache } = Cache;
delete Cache.isCache;
for (const name of ["add", "addAll", "matchAll", "keys"])
  Object.defineProperty(Cache.prototype, name, { value: missing("Cache", name), writable: true, configurable: true });
expose(Cache, { brand: isCache });

function make(name) {
  making = true;
  try {
    return new Cache(name);
  } finally {
    making = false;
  }
}

class CacheStorage {
  #default = null;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  get default() {
    return (this.#default ??= make(""));
  }
  async open(...args) {
    if (args.length === 0)
      throw new TypeError("Failed to execute 'open' on 'CacheStorage': parameter 1 is not of type 'string'.");
    return make(`open ${args[0]}`);
  }
  static isStorage(value) {
    return typeof value === "object" && value !== null && #default in value;
  }
}
const { isStorage } = CacheStorage;
delete CacheStorage.isStorage;
for (const name of ["delete", "match", "has", "keys"])
  Object.defineProperty(CacheStorage.prototype, name, {
    value: missing("CacheStorage", name), writable: true, configurable: true,
  });
expose(CacheStorage, { brand: isStorage });

function makeStorage() {
  making = true;
  try {
    return new CacheStorage();
  } finally {
    making = false;
  }
}

export const caches = makeStorage();
export { Cache, CacheStorage };

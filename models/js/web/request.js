import { expose, wrongConstructorParameter } from "./expose.js";
import { refuseGlobalScope } from "./host.js";
import { Headers, linesOf, receivedHeaders, setDefault } from "./headers.js";
import { Body, attach, extract, isUsed, moved, sourceIn, sourceOf, take, teed } from "./body.js";
import { AbortController, isAbortSignal } from "./abort.js";
import { absoluteHref } from "./url.js";

const kMethods = new Set(
  ("GET HEAD POST PUT DELETE PATCH PURGE OPTIONS TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH SEARCH UNLOCK ACL " +
    "REPORT MKACTIVITY CHECKOUT MERGE MSEARCH NOTIFY SUBSCRIBE UNSUBSCRIBE QUERY BAN").split(" "),
);
const kCacheModes = new Set(["no-store", "no-cache"]);

function methodOf(method) {
  const text = `${method}`;
  const upper = text.toUpperCase();
  if (!kMethods.has(upper)) throw new TypeError(`Invalid HTTP method string: ${text}`);
  return upper;
}

function redirectOf(redirect) {
  if (redirect === "follow" || redirect === "manual") return redirect;
  throw new TypeError(
    'Invalid redirect value, must be one of "follow" or "manual" ("error" won\'t be implemented since it does not ' +
      'make sense at the edge; use "manual" and check the response status code).',
  );
}

const kBare = {}; // what the constructor is given for a request that is filled in afterwards

function cfOf(value) {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(
      "Incorrect type for the 'cf' field on 'RequestInitializerDict': the provided value is not of type 'Object'.",
    );
  }
  return JSON.stringify(value);
}

/// A request as it arrived has properties that nobody may change (recorded: request-cf).
function frozen(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

let requestInternals;
export class Request extends Body {
  #url = "";
  #method = "GET";
  #headers;
  #redirect = "follow";
  #cfText; // as JSON
  #cf; // once somebody asked
  #arrived = false;
  #cache;
  #signal;

  constructor(...args) {
    super();
    const [input, init] = args;
    if (input === kBare) return;
    if (args.length === 0 || input === undefined) {
      throw wrongConstructorParameter("Request", 1, "Request or string");
    }
    if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") {
      throw wrongConstructorParameter("Request", 2, "RequestInitializerDict or Request");
    }
    let source = null;
    if (Request.#is(input)) {
      this.#copy(input);
      source = this.#inherit(input, init?.body);
    } else {
      this.#url = absoluteHref(`${input}`);
      if (this.#url === null) throw new TypeError(`Invalid URL: ${input}`);
    }
    if (Request.#is(init)) {
      const url = this.#url;
      this.#copy(init);
      this.#url = url;
      source = this.#inherit(init) ?? source;
    } else if (init) {
      source = this.#apply(init, source);
    }
    this.#headers ??= new Headers();
    attach(this, source);
  }

  #copy(from) {
    this.#url = from.#url;
    this.#method = from.#method;
    this.#headers = new Headers(from.#headers);
    this.#redirect = from.#redirect;
    this.#cfText = from.#cf === undefined || from.#arrived ? from.#cfText : JSON.stringify(from.#cf);
    this.#arrived = from.#arrived;
    this.#cache = from.#cache;
    this.#signal = from.#signal;
  }

  // The body moves: the request it came from counts as used.
  #inherit(from, replacement) {
    const source = sourceIn(from);
    if (source === null || (replacement !== undefined && replacement !== null)) return null;
    if (isUsed(source)) throw new TypeError("Cannot reconstruct a Request with a used body.");
    return moved(source);
  }

  #apply(init, inherited) {
    if (init.method !== undefined) this.#method = methodOf(init.method);
    if (init.headers === null) {
      throw new TypeError(
        "Incorrect type for the 'headers' field on 'RequestInitializerDict': the provided value is not of type " +
          "'Headers or Sequence or object'.",
      );
    }
    if (init.headers !== undefined) this.#headers = new Headers(init.headers);
    if (init.redirect !== undefined) this.#redirect = redirectOf(init.redirect);
    if (init.cf !== undefined) {
      this.#cfText = cfOf(init.cf);
      this.#arrived = false;
    }
    if (init.cache !== undefined) {
      if (!kCacheModes.has(init.cache)) throw new TypeError(`Unsupported cache mode: ${init.cache}`);
      this.#cache = init.cache;
    }
    if (init.integrity !== undefined && init.integrity !== "") {
      throw new TypeError(
        "Subrequest integrity checking is not implemented. The integrity option must be either undefined or an empty " +
          "string.",
      );
    }
    if (init.signal) {
      if (!isAbortSignal(init.signal)) {
        throw new TypeError(
          "Incorrect type for the 'signal' field on 'RequestInitializerDict': the provided value is not of type " +
            "'AbortSignal'.",
        );
      }
      this.#signal = init.signal;
    }
    const hasBody = init.body !== undefined && init.body !== null;
    const isBodyless = this.#method === "GET" || this.#method === "HEAD";
    if (isBodyless && (hasBody || (init.method !== undefined && inherited !== null)))
      throw new TypeError("Request with a GET or HEAD method cannot have a body.");
    if (!hasBody) return inherited;
    refuseGlobalScope();
    const { source, type } = extract(init.body);
    this.#headers ??= new Headers();
    if (type !== null) setDefault(this.#headers, "content-type", type);
    return source;
  }

  clone() {
    const source = teed(sourceIn(this));
    const copy = new Request(kBare);
    copy.#copy(this);
    attach(copy, source);
    return copy;
  }
  get method() { return this.#method; }
  get url() { return this.#url; }
  get headers() { return this.#headers; }
  get redirect() { return this.#redirect; }
  get fetcher() { return null; }
  get signal() { return (this.#signal ??= new AbortController().signal); }
  get cf() {
    if (this.#cf !== undefined || this.#cfText === undefined) return this.#cf;
    this.#cf = JSON.parse(this.#cfText);
    return this.#arrived ? frozen(this.#cf) : this.#cf;
  }
  get integrity() { return ""; }
  get keepalive() { return false; }
  get cache() { return this.#cache; }

  static #is(v) { return typeof v === "object" && v !== null && #url in v; }
  static {
    requestInternals = {
      is: (v) => Request.#is(v),
      /// A request as it arrives: nothing is parsed again, and its headers are read-only. Who passes it on does not follow
      /// redirects (seen on the local runtime).
      from(method, url, headerLines, body, cf, signal, redirect = "manual") {
        const request = new Request(kBare);
        request.#url = url;
        request.#method = method;
        request.#headers = receivedHeaders(headerLines);
        request.#cfText = cf;
        request.#arrived = true;
        request.#signal = signal;
        request.#redirect = redirect;
        attach(request, body === null || body === undefined ? null : sourceOf(body, true));
        return request;
      },
      /// The body is text, bytes or, if it is still being written, what is open (see body.js).
      parts(request) {
        const source = sourceIn(request);
        if (source !== null && isUsed(source)) {
          throw new TypeError("Cannot reconstruct a Request with a used body.");
        }
        return {
          method: request.#method, url: request.#url, headers: linesOf(request.#headers),
          body: source === null ? null : take(source), cf: request.#arrived || request.#cf === undefined ? request.#cfText : JSON.stringify(request.#cf),
          redirect: request.#redirect, once: source !== null && source.once,
          signal: request.#signal,
        };
      },
    };
  }
}
const { is: isRequest, from: requestFrom, parts: requestParts } = requestInternals;
expose(Request, { brand: isRequest });
export { isRequest, requestFrom, requestParts };

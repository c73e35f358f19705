import { expose, wrongConstructorParameter, wrongParameter } from "./expose.js";
import { platform, refuseGlobalScope } from "./host.js";
import { Headers, freezeHeaders, linesOf, receivedHeaders, setDefault } from "./headers.js";
import { Body, attach, extract, isUsed, lengthOf, sourceIn, sourceOf, take, teed } from "./body.js";
import { absoluteHref } from "./url.js";

const kBare = {}; // what the constructor is given for a response that is filled in afterwards
const kNullBody = new Set([101, 204, 205, 304]);
const kRedirects = new Set([301, 302, 303, 307, 308]);

/// What a status is called where nobody says otherwise (RFC 9110, 15, and its registry).
const kPhrases = {
  101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information",
  204: "No Content", 205: "Reset Content", 206: "Partial Content", 300: "Multiple Choices", 301: "Moved Permanently",
  302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
  400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
  405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
  411: "Length Required", 412: "Precondition Failed", 413: "Payload Too Large", 414: "URI Too Long",
  415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed", 418: "I'm a teapot",
  421: "Misdirected Request", 422: "Unprocessable Entity", 425: "Too Early", 426: "Upgrade Required",
  428: "Precondition Required", 429: "Too Many Requests", 451: "Unavailable For Legal Reasons",
  500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
  504: "Gateway Timeout",
};

function toInt32(value) {
  const number = Math.trunc(Number(value));
  return Number.isNaN(number) ? 0 : number;
}

function socketOf(value) {
  if (value === undefined || value === null) return null;
  if (platform.WebSocket && value instanceof platform.WebSocket) return value;
  throw new TypeError(
    "Incorrect type for the 'webSocket' field on 'InitializerDict': the provided value is not of type 'WebSocket'.",
  );
}

let responseInternals;
export class Response extends Body {
  #status = 200;
  #statusText = "";
  #headers;
  #webSocket = null;
  #cf;
  #type = "default";
  #url = "";
  #redirected = false;

  constructor(body = null, init = undefined) {
    super();
    if (init === kBare) return;
    if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") {
      throw wrongConstructorParameter("Response", 2, "InitializerDict or Response");
    }
    if (body !== null) refuseGlobalScope();
    this.#apply(init ?? {});
    let { source, type } = extract(body);
    if (source !== null && kNullBody.has(this.#status)) {
      if (lengthOf(source) > 0) {
        throw new TypeError("Response with null body status (101, 204, 205, or 304) cannot have a body.");
      }
      source = null;
    }
    this.#checkStatus();
    if (type !== null && source !== null) setDefault(this.#headers, "content-type", type);
    attach(this, source);
  }

  #apply(init) {
    this.#headers = new Headers(init.headers);
    if (init.status !== undefined) this.#status = toInt32(init.status);
    if (init.statusText !== undefined) {
      this.#statusText = `${init.statusText}`;
      if (/[^\t\x20-\x7e\x80-\xff]/.test(this.#statusText)) throw new TypeError("Invalid statusText");
    }
    if (init.encodeBody !== undefined && init.encodeBody !== "automatic" && init.encodeBody !== "manual") {
      throw new TypeError(`encodeBody: unexpected value: ${init.encodeBody}`);
    }
    this.#webSocket = socketOf(init.webSocket);
    if (init.cf !== undefined) this.#cf = JSON.parse(JSON.stringify(init.cf));
  }

  #checkStatus() {
    if (this.#webSocket !== null) {
      if (this.#status !== 101) throw new RangeError("Responses with a WebSocket must have status code 101.");
    } else if (this.#status < 200 || this.#status > 599) {
      throw new RangeError(
        "Responses may only be constructed with status codes in the range 200 to 599, inclusive.",
      );
    }
  }

  clone() {
    if (this.#webSocket !== null) throw new TypeError("Cannot clone a response to a WebSocket handshake.");
    const source = teed(sourceIn(this));
    const copy = new Response();
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#headers = new Headers(this.#headers);
    copy.#cf = this.#cf;
    copy.#type = this.#type;
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    attach(copy, source);
    return copy;
  }
  get status() { return this.#status; }
  get statusText() { return this.#statusText; }
  get headers() { return this.#headers; }
  get ok() { return this.#status >= 200 && this.#status <= 299; }
  get redirected() { return this.#redirected; }
  get url() { return this.#url; }
  get webSocket() { return this.#webSocket; }
  get cf() { return this.#cf; }
  get type() { return this.#type; }

  static json(...args) {
    if (args.length === 0) throw wrongParameter("execute 'json' on 'Response'", 1, "Value");
    const init = args[1] ?? {};
    const headers = new Headers(init.headers);
    setDefault(headers, "content-type", "application/json");
    // What has no JSON form is sent as the text "undefined".
    const { status, statusText, webSocket, cf } = init;
    return new Response(`${JSON.stringify(args[0])}`, { status, statusText, webSocket, cf, headers });
  }
  static redirect(...args) {
    if (args.length === 0) throw wrongParameter("execute 'redirect' on 'Response'", 1, "string");
    refuseGlobalScope();
    const [url, status = 302] = args;
    const location = absoluteHref(`${url}`);
    if (location === null) throw new TypeError(`Unable to parse URL: ${url}`);
    if (!kRedirects.has(toInt32(status))) {
      throw new RangeError(
        `${toInt32(status)} is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.`,
      );
    }
    const response = new Response(null, { status, headers: { location } });
    freezeHeaders(response.#headers);
    return response;
  }
  static error() {
    const response = new Response();
    response.#status = 0;
    response.#type = "error";
    freezeHeaders(response.#headers);
    return response;
  }

  static {
    responseInternals = {
      is: (v) => typeof v === "object" && v !== null && #status in v,
      /// A response as it arrives from a stub or an upstream: its headers are read-only.
      from({ status, statusText, headers = "", body = null, webSocket = null, url = "", redirected = false }) {
        const response = new Response(null, kBare);
        response.#status = status;
        response.#statusText = statusText ?? kPhrases[status] ?? "";
        response.#headers = receivedHeaders(headers);
        response.#webSocket = webSocket;
        response.#url = url;
        response.#redirected = redirected;
        attach(response, body === null ? null : sourceOf(body, true));
        return response;
      },
      /// What goes out: {status, statusText, headers as lines, body, webSocket}. The body is text,
      /// bytes, null or, if it is still being written, what is open (see body.js).
      /// Takes the body, which must not have been read.
      parts(response) {
        const source = sourceIn(response);
        if (source !== null && isUsed(source)) {
          throw new TypeError(
            "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.",
          );
        }
        return {
          status: response.#status, statusText: response.#statusText, headers: linesOf(response.#headers),
          body: source === null ? null : take(source), webSocket: response.#webSocket,
        };
      },
    };
  }
}
const { is: isResponse, from: responseFrom, parts: responseParts } = responseInternals;
expose(Response, { brand: isResponse });
export { isResponse, responseFrom, responseParts };

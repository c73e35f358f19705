// URL: whatwg-url, with the runtime's error texts and a short way for the URLs that rooms see.
import library from "later:./later/url_library.js";
import { expose, wrongConstructorParameter } from "./expose.js";
import { lazily } from "./lazily.js";
import { changes, reload, searchParamsOf } from "./search_params.js";

function parsed(url, base) {
  const Parsed = library().URL;
  try {
    return base === undefined ? new Parsed(url) : new Parsed(url, base);
  } catch (e) {
    if (e instanceof TypeError && e.message.startsWith("Invalid")) return null;
    throw e;
  }
}

// A URL that is its own serialisation, but for a default port and an empty path, needs no state machine: rooms see
// almost no others, and parsing dominates their handlers. So is a path or a query on such a base. Whatever else is
// there, also any dot segment or address, takes the long way.
const plain = lazily(() => new RegExp(
  "^(https?|wss?):\\/\\/([a-z0-9-]+(?:\\.[a-z0-9-]+)*)(?::([1-9][0-9]{0,4}))?" +
    "(\\/[\\w\\-.~!$&'()*+,;=:@/%]*)?(\\?[\\w\\-.~!$&()*+,;=:@/?%]+)?(#[\\w\\-.~!$&'()*+,;=:@/?%]+)?$",
));
const oddHost = lazily(() => /xn--|(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/);
const dots = lazily(() => /\/\.|%2e/i);

function plainParts(text) {
  const found = plain().exec(text);
  if (found === null) return null;
  const [, scheme, hostname, portText = "", pathname = "/", search = "", hash = ""] = found;
  if (oddHost().test(hostname) || dots().test(pathname) || Number(portText) > 65535) return null;
  const port = portText === (scheme === "http" || scheme === "ws" ? "80" : "443") ? "" : portText;
  const host = port === "" ? hostname : `${hostname}:${port}`;
  return { scheme, hostname, port, host, pathname, search, hash };
}
function plainPartsOn(base, text) {
  const { scheme, host, pathname } = plainParts(base) ?? {};
  if (scheme === undefined) return null;
  if (text.startsWith("?")) return plainParts(`${scheme}://${host}${pathname}${text}`);
  return plainParts(text.startsWith("/") && !text.startsWith("//") ? `${scheme}://${host}${text}` : text);
}
const hrefOf = (parts) => `${parts.scheme}://${parts.host}${parts.pathname}${parts.search}${parts.hash}`;

/// The href of `url`, or null when it cannot be parsed without a base.
export function absoluteHref(url) {
  const parts = plainParts(url);
  return parts !== null ? hrefOf(parts) : (parsed(url)?.href ?? null);
}

let isURL;
export class URL {
  #parts = null; // until something is asked for that they cannot tell
  #url = null;
  #params = null;
  #changesSeen = 0; // of #params when they and the URL last agreed

  constructor(...args) {
    if (args.length === 0) throw wrongConstructorParameter("URL", 1, "USVString");
    const [url, base] = args;
    const text = `${url}`;
    const baseText = base === undefined ? undefined : `${base}`;
    this.#parts = base === undefined ? plainParts(text) : plainPartsOn(baseText, text);
    if (this.#parts !== null) return;
    this.#url = parsed(text, baseText);
    if (this.#url === null) throw new TypeError("Invalid URL string.");
  }

  #whole() {
    if (this.#url === null) this.#url = parsed(hrefOf(this.#parts));
    this.#parts = null;
    return this.#url;
  }
  // Changes made through searchParams show once the URL is looked at.
  #agree() {
    if (this.#params === null || changes(this.#params) === this.#changesSeen) return;
    this.#changesSeen = changes(this.#params);
    this.#whole().search = this.#params.toString();
  }
  #reloadParams() {
    if (this.#params === null) return;
    reload(this.#params, this.#url.search);
    this.#changesSeen = changes(this.#params);
  }
  #set(name, value) {
    this.#agree();
    this.#whole()[name] = value;
  }

  get origin() { return this.#parts ? `${this.#parts.scheme}://${this.#parts.host}` : this.#url.origin; }
  get href() {
    this.#agree();
    return this.#parts ? hrefOf(this.#parts) : this.#url.href;
  }
  set href(v) {
    const next = parsed(`${v}`);
    if (next === null) throw new TypeError("Invalid URL string.");
    this.#parts = null;
    this.#url = next;
    this.#reloadParams();
  }
  get protocol() { return this.#parts ? `${this.#parts.scheme}:` : this.#url.protocol; }
  set protocol(v) { this.#set("protocol", v); }
  get username() { return this.#parts ? "" : this.#url.username; }
  set username(v) { this.#set("username", v); }
  get password() { return this.#parts ? "" : this.#url.password; }
  set password(v) { this.#set("password", v); }
  get host() { return (this.#parts ?? this.#url).host; }
  set host(v) { this.#set("host", v); }
  get hostname() { return (this.#parts ?? this.#url).hostname; }
  set hostname(v) { this.#set("hostname", v); }
  get port() { return (this.#parts ?? this.#url).port; }
  set port(v) { this.#set("port", v); }
  get pathname() { return (this.#parts ?? this.#url).pathname; }
  set pathname(v) { this.#set("pathname", v); }
  get search() {
    this.#agree();
    return (this.#parts ?? this.#url).search;
  }
  set search(v) {
    this.#set("search", v);
    this.#reloadParams();
  }
  get hash() { return (this.#parts ?? this.#url).hash; }
  set hash(v) { this.#set("hash", v); }
  get searchParams() { return (this.#params ??= searchParamsOf((this.#parts ?? this.#url).search)); }
  toJSON() { return this.href; }
  toString() { return this.href; }
  static canParse(url, base) {
    const text = `${url}`;
    const baseText = base === undefined ? undefined : `${base}`;
    const short = base === undefined ? plainParts(text) : plainPartsOn(baseText, text);
    return short !== null || parsed(text, baseText) !== null;
  }
  static parse(url, base) {
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }
  static { isURL = (v) => typeof v === "object" && v !== null && #parts in v; }
}
export { isURL };
expose(URL, { brand: isURL });

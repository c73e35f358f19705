// URL and URLSearchParams: whatwg-url, with the runtime's error texts.
import "./encoding.js"; // whatwg-url needs its globals
import whatwg from "whatwg-url";
import { expose, wrongConstructorParameter } from "./expose.js";

export const URLSearchParams = whatwg.URLSearchParams;
const Parsed = whatwg.URL;

function parsed(url, base) {
  try {
    return base === undefined ? new Parsed(url) : new Parsed(url, base);
  } catch (e) {
    if (e instanceof TypeError && e.message.startsWith("Invalid")) return null;
    throw e;
  }
}

/// The href of `url`, or null when it cannot be parsed without a base.
export function absoluteHref(url) {
  return parsed(url)?.href ?? null;
}

export class URL {
  #url;
  constructor(...args) {
    if (args.length === 0) throw wrongConstructorParameter("URL", 1, "USVString");
    const [url, base] = args;
    this.#url = parsed(`${url}`, base === undefined ? undefined : `${base}`);
    if (this.#url === null) throw new TypeError("Invalid URL string.");
  }
  get origin() { return this.#url.origin; }
  get href() { return this.#url.href; }
  set href(v) {
    const next = parsed(`${v}`);
    if (next === null) throw new TypeError("Invalid URL string.");
    this.#url.href = next.href;
  }
  get protocol() { return this.#url.protocol; }
  set protocol(v) { this.#url.protocol = v; }
  get username() { return this.#url.username; }
  set username(v) { this.#url.username = v; }
  get password() { return this.#url.password; }
  set password(v) { this.#url.password = v; }
  get host() { return this.#url.host; }
  set host(v) { this.#url.host = v; }
  get hostname() { return this.#url.hostname; }
  set hostname(v) { this.#url.hostname = v; }
  get port() { return this.#url.port; }
  set port(v) { this.#url.port = v; }
  get pathname() { return this.#url.pathname; }
  set pathname(v) { this.#url.pathname = v; }
  get search() { return this.#url.search; }
  set search(v) { this.#url.search = v; }
  get hash() { return this.#url.hash; }
  set hash(v) { this.#url.hash = v; }
  get searchParams() { return this.#url.searchParams; }
  toJSON() { return this.#url.href; }
  toString() { return this.#url.href; }
  static canParse(url, base) { return parsed(`${url}`, base === undefined ? undefined : `${base}`) !== null; }
  static parse(url, base) {
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }
  static isURL(v) { return typeof v === "object" && v !== null && #url in v; }
}
export const isURL = URL.isURL;
delete URL.isURL;
expose(URL, { brand: isURL });

// URLPattern: urlpattern-polyfill, in the shape of the runtime's classes.
import { URLPattern as Pattern } from "urlpattern-polyfill/urlpattern"; // which does not look for a global of that name
import { expose } from "../expose.js";

const kComponents = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];

export class URLPattern {
  #pattern;
  constructor(...args) {
    try {
      this.#pattern = new Pattern(...args);
    } catch {
      throw new TypeError("Failed to construct URLPattern");
    }
  }
  test(...args) { return this.#pattern.test(...args); }
  exec(...args) { return this.#pattern.exec(...args); }
  get hasRegExpGroups() { return this.#pattern.hasRegExpGroups; }
  static pattern(v) { return v.#pattern; }
  static isPattern(v) { return typeof v === "object" && v !== null && #pattern in v; }
}
const { pattern, isPattern } = URLPattern;
delete URLPattern.pattern;
delete URLPattern.isPattern;
for (const name of kComponents) {
  Object.defineProperty(URLPattern.prototype, name, { get() { return pattern(this)[name]; }, configurable: true });
}
expose(URLPattern, { brand: isPattern });

// MIME types, as in a Content-Type header.
import { lazily } from "./lazily.js";

const token = lazily(() => /^[!#$%&'*+\-.^_`|~\w]+$/);
const parameter = lazily(() => /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.)*)"?[^;]*|([^;]*)))?/g);

/// {essence, parameters: Map of lower-case name -> value}; null if the text is no MIME type.
export function parsedMime(text) {
  const [, essence, rest] = /^[\t\n\r ]*([^;]*)(.*)$/s.exec(text);
  const [type, subtype, ...more] = essence.trimEnd().split("/");
  if (more.length > 0 || subtype === undefined || !token().test(type) || !token().test(subtype)) return null;
  const parameters = new Map();
  for (const [, name, quoted, plain] of rest.matchAll(parameter())) {
    const key = name.toLowerCase();
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain?.trimEnd();
    if (value === undefined || (quoted === undefined && value === "") || !token().test(key) || parameters.has(key)) continue;
    parameters.set(key, value);
  }
  return { essence: `${type}/${subtype}`.toLowerCase(), parameters };
}

/// The type as it is written by the standard.
export function mimeText({ essence, parameters }) {
  let text = essence;
  for (const [name, value] of parameters) {
    text += `;${name}=${token().test(value) ? value : `"${value.replace(/(["\\])/g, "\\$1")}"`}`;
  }
  return text;
}

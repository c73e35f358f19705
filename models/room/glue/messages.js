// What a request says of its body, and how its receiver knows that it has one (recorded: body-empty, body-lengths).
// Headers are lines here: name, value, name, value.

import { bytesIn } from "../../js/web/index.js";

export function headerOf(lines, name) {
  const parts = lines.split("\n");
  for (let i = 0; i + 1 < parts.length; i += 2) if (parts[i].toLowerCase() === name) return parts[i + 1];
  return null;
}

export function without(lines, names) {
  const parts = lines.split("\n");
  let kept = "";
  for (let i = 0; i + 1 < parts.length; i += 2)
    if (!names.includes(parts[i].toLowerCase())) kept += `${parts[i]}\n${parts[i + 1]}\n`;
  return kept;
}

export const LENGTH_HEADERS = ["content-length", "transfer-encoding"];
const toldIn = (lines) => LENGTH_HEADERS.some((name) => lines.includes(name) && headerOf(lines, name) !== null);

/** The lines of a request on its way out. What code has said itself stands, be it wrong. */
export function withLength(lines, body) {
  if (body === null || toldIn(lines)) return lines;
  const bytes = bytesIn(body);
  return `${lines}${bytes === null ? "transfer-encoding\nchunked" : `content-length\n${bytes}`}\n`;
}

/** The body of a request that has come: null, or there, be it empty. */
export const arrivedBody = (lines, body) => (toldIn(lines) ? (body ?? "") : null);

/** The body of an answer: there is one but where HTTP has none. */
export const answeredBody = (method, status, body) =>
  method === "HEAD" || [101, 204, 205, 304].includes(status) ? null : (body ?? "");

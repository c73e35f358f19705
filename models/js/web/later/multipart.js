// multipart/form-data, written and read. What the runtime escapes, and what it takes, is recorded (form_cases.mjs).
import { File, bytesOfBlob } from "./blob.js";
import { fromUtf8, utf8 } from "../encoding.js";
import { formEntries, formOf } from "./form_data.js";
import { host } from "../host.js";
import { parsedMime } from "../mime.js";
import { searchParamsOf } from "../search_params.js";

function randomBoundary() {
  return Array.from(new Uint8Array(host.random_bytes(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const escaped = (text) => text.replaceAll('"', "%22").replaceAll("\n", "%0A");

function joined(parts) {
  const chunks = parts.map((part) => (typeof part === "string" ? utf8(part) : part));
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/// {content: text or bytes, type}
export function multipart(form) {
  const boundary = randomBoundary();
  const parts = [];
  for (const [name, value] of formEntries(form)) {
    const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;
    if (typeof value === "string") {
      parts.push(`${disposition}\r\n\r\n${value}\r\n`);
    } else {
      const type = value.type || "application/octet-stream";
      parts.push(`${disposition}; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`);
      parts.push(bytesOfBlob(value), "\r\n");
    }
  }
  parts.push(`--${boundary}--`);
  const content = parts.every((part) => typeof part === "string") ? parts.join("") : joined(parts);
  return { content, type: `multipart/form-data; boundary=${boundary}` };
}

const [kLineFeed, kReturn, kDash] = [10, 13, 45];

function indexOf(bytes, wanted, from) {
  for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) ++same;
    if (same === wanted.length) return at;
  }
  return -1;
}

/// Behind a boundary: where the next part begins, or -1 after the last one.
function afterBoundary(bytes, at) {
  if (bytes[at] === kDash && bytes[at + 1] === kDash) return -1;
  if (bytes[at] === kLineFeed) return at + 1;
  if (bytes[at] === kReturn && bytes[at + 1] === kLineFeed) return at + 2;
  throw new TypeError("Boundary string was not succeeded by CRLF, LF, or '--'.");
}

/// The parts' bytes between boundaries.
function* partsOf(bytes, boundary) {
  const mark = utf8(`--${boundary}`).slice();
  const first = indexOf(bytes, mark, 0);
  if (first < 0) throw new TypeError("No initial boundary string (or you have a truncated message).");
  const next = utf8(`\n--${boundary}`).slice();
  for (let begin = afterBoundary(bytes, first + mark.length); begin >= 0;) {
    // The line end before a boundary may be the one after its headers.
    const end = indexOf(bytes, next, begin - 1);
    if (end < 0) throw new TypeError("No subsequent boundary string after multipart message.");
    yield bytes.subarray(begin, Math.max(begin, bytes[end - 1] === kReturn ? end - 1 : end));
    begin = afterBoundary(bytes, end + next.length);
  }
}

/// {headers: Map of lower-case name -> value, content}
function partOf(bytes) {
  const headers = new Map();
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(kLineFeed, at);
    const line = fromUtf8(bytes.subarray(at, end < 0 ? bytes.length : end)).replace(/\r$/, "");
    at = end < 0 ? bytes.length : end + 1;
    if (line === "" || end < 0) return { headers, content: bytes.subarray(at) };
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

const quotedParameter = (text, name) =>
  new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(text)?.[1].replace(/\\(.)/g, "$1");

function entryOf({ headers, content }) {
  const disposition = headers.get("content-disposition");
  if (disposition === undefined) throw new TypeError("No valid Content-Disposition header found in FormData part.");
  const [kind] = disposition.split(";", 1);
  if (kind.trim().toLowerCase() !== "form-data") {
    throw new TypeError(
      'Content-Disposition header for FormData part must have the value "form-data", possibly followed by parameters. ' +
        `Got: "${kind.trim()}"`,
    );
  }
  const name = quotedParameter(disposition, "name");
  if (name === undefined) throw new TypeError("Content-Disposition header in FormData part is missing a name.");
  const filename = quotedParameter(disposition, "filename");
  if (!filename) return [name, fromUtf8(content)];
  return [name, new File([content], filename, { type: headers.get("content-type") ?? "" })];
}

/// How a body of this Content-Type (null: none) becomes a form: content, text or bytes -> FormData.
export function formReader(contentType) {
  if (contentType === null) throw new TypeError("Parsing a Body as FormData requires a Content-Type header.");
  const mime = parsedMime(contentType);
  if (mime?.essence === "application/x-www-form-urlencoded") {
    return (content) => formOf([...searchParamsOf(`?${typeof content === "string" ? content : fromUtf8(content)}`)]);
  }
  if (mime?.essence !== "multipart/form-data") {
    throw new TypeError(
      "Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, " +
        "application/x-www-form-urlencoded",
    );
  }
  const boundary = mime.parameters.get("boundary");
  if (boundary === undefined) {
    throw new TypeError(
      "No boundary string in Content-Type header. The multipart/form-data MIME type requires a boundary parameter, e.g. " +
        "'Content-Type: multipart/form-data; boundary=\"abcd\"'. See RFC 7578, section 4.",
    );
  }
  return (content) => {
    const bytes = typeof content === "string" ? utf8(content).slice() : content;
    return formOf([...partsOf(bytes, boundary)].map((part) => entryOf(partOf(part))));
  };
}

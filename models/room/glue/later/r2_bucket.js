// env.BUCKET of r2_buckets. Objects lie in the platform's store; shapes and words are recorded (tests/bindings: r2).

import {
  NotModelledError, bytesOfBlob, fromUtf8, host, isBlob, isHeaders, isStream, utf8, wholeOf,
} from "../../../js/web/index.js";
import { requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

const FOR_EVER = 3.15e12; // ms
const MOST_LISTED = 1000;
const HEADERS = {
  contentType: "content-type", contentLanguage: "content-language", contentDisposition: "content-disposition",
  contentEncoding: "content-encoding", cacheControl: "cache-control", cacheExpiry: "expires",
};

const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
const failed = (method, text, code) => new Error(`${method}: ${text} (${code})`);

function checkKey(method, key) {
  if (utf8(key).length > 1024)
    throw failed(method, "The specified object name is not valid.", 10020);
}

async function contentOf(value) {
  if (value === null) return new Uint8Array(0);
  if (typeof value === "string") return utf8(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  if (isStream(value)) return new Uint8Array(await wholeOf(value));
  if (isBlob(value)) return new Uint8Array(bytesOfBlob(value));
  throw new TypeError(
    "Failed to execute 'put' on 'R2Bucket': parameter 2 is not of type 'JsReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.",
  );
}

/** Of an object, or of the headers of a request. */
function httpMetadataOf(given) {
  const metadata = {};
  for (const [field, header] of Object.entries(HEADERS)) {
    const value = isHeaders(given) ? given.get(header) : given?.[field];
    if (value === undefined || value === null) continue;
    metadata[field] = field === "cacheExpiry" ? new Date(value).getTime() : String(value);
  }
  return metadata;
}

/** What is kept with an object, as one header line. */
const lineOf = (about) => `about\n${JSON.stringify(about)}\n`;
const aboutIn = (lines) => JSON.parse(lines.slice("about\n".length, -1));

class HeadResult {
  constructor(key, about, range) {
    const { md5, version, size, uploaded, http, custom, storageClass } = about;
    this.ssecKeyMd5 = undefined;
    this.storageClass = storageClass;
    this.range = range;
    this.customMetadata = custom;
    this.httpMetadata = "cacheExpiry" in http ? { ...http, cacheExpiry: new Date(http.cacheExpiry) } : http;
    this.uploaded = new Date(uploaded);
    const bytes = Uint8Array.from(md5.match(/../g), (pair) => parseInt(pair, 16)).buffer;
    this.checksums = Object.defineProperty({ md5: bytes }, "toJSON", { value: () => ({ md5 }) });
    this.httpEtag = `"${md5}"`;
    this.etag = md5;
    this.size = size;
    this.version = version;
    this.key = key;
  }
  writeHttpMetadata(headers) {
    for (const [field, value] of Object.entries(this.httpMetadata))
      headers.set(HEADERS[field], field === "cacheExpiry" ? value.toUTCString() : value);
  }
}

class GetResult extends HeadResult {
  #response;
  constructor(key, about, range, bytes) {
    super(key, about, range);
    this.#response = new Response(bytes);
  }
  get body() {
    return this.#response.body;
  }
  get bodyUsed() {
    return this.#response.bodyUsed;
  }
  arrayBuffer() {
    return this.#response.arrayBuffer();
  }
  bytes() {
    return this.#response.bytes();
  }
  text() {
    return this.#response.text();
  }
  json() {
    return this.#response.json();
  }
  async blob() {
    return new Blob([await this.#response.arrayBuffer()], { type: this.httpMetadata.contentType ?? "" });
  }
}

const tagsIn = (text) => text?.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));

/** Whether the object that is there (null: none) is as the condition wants it. */
function holds(condition, about) {
  if (condition === undefined || condition === null) return true;
  const asked = isHeaders(condition)
    ? {
        etagMatches: condition.get("if-match") ?? undefined,
        etagDoesNotMatch: condition.get("if-none-match") ?? undefined,
        uploadedBefore: condition.has("if-unmodified-since") ? new Date(condition.get("if-unmodified-since")) : undefined,
        uploadedAfter: condition.has("if-modified-since") ? new Date(condition.get("if-modified-since")) : undefined,
      }
    : condition;
  const has = (text) => about !== null && tagsIn(text).some((tag) => tag === "*" || tag === about.md5);
  if (asked.etagMatches !== undefined && !has(asked.etagMatches)) return false;
  if (asked.etagDoesNotMatch !== undefined && has(asked.etagDoesNotMatch)) return false;
  if (about === null) return true;
  if (asked.uploadedBefore !== undefined && about.uploaded >= asked.uploadedBefore.getTime()) return false;
  return asked.uploadedAfter === undefined || about.uploaded > asked.uploadedAfter.getTime();
}

/** {offset, length} of what is asked for, of so many bytes. */
function stretch(range, size) {
  const whole = { offset: 0, length: size };
  if (range === undefined || range === null) return whole;
  let { offset, length, suffix } = range;
  if (isHeaders(range)) {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range.get("range") ?? "") ?? [];
    if (from === undefined || (from === "" && to === "")) return whole;
    if (from === "") suffix = Number(to);
    else [offset, length] = [Number(from), to === "" ? undefined : Number(to) - Number(from) + 1];
  }
  if (suffix !== undefined) return { offset: Math.max(0, size - suffix), length: Math.min(size, suffix) };
  offset ??= 0;
  if (offset >= size && size > 0) throw failed("get", "The requested range is not satisfiable", 10039);
  return { offset, length: Math.min(length ?? size, size - offset) };
}

/** Lists show the metadata that was asked for. */
const only = (about, include) => ({
  ...about,
  http: include.includes("httpMetadata") ? about.http : {},
  custom: include.includes("customMetadata") ? about.custom : {},
});

export class R2Bucket {
  #store;
  constructor({ binding, bucket_name: name }) {
    this.#store = `r2 ${name ?? binding}`;
  }

  async #find(method, key) {
    const owner = requireOwner(method);
    const { status, headers, body } = await waitFor(owner, host.cache_match(owner.number, this.#store, key));
    return status === 504 ? null : { about: aboutIn(headers), bytes: body ?? new ArrayBuffer(0) };
  }

  async head(name) {
    const key = String(name);
    checkKey("head", key);
    const found = await this.#find("head", key);
    return found === null ? null : new HeadResult(key, found.about, { offset: 0, length: found.about.size });
  }

  async get(name, { onlyIf, range } = {}) {
    const key = String(name);
    checkKey("get", key);
    const found = await this.#find("get", key);
    if (found === null) return null;
    const { about, bytes } = found;
    if (!holds(onlyIf, about)) return new HeadResult(key, about, { offset: 0, length: about.size });
    const part = stretch(range, about.size);
    return new GetResult(key, about, part, bytes.slice(part.offset, part.offset + part.length));
  }

  async put(name, value, options) {
    const key = String(name);
    const { httpMetadata, customMetadata = {}, md5: given, onlyIf, storageClass = "" } = options ?? {};
    const bytes = await contentOf(value);
    checkKey("put", key);
    const md5 = hex(await crypto.subtle.digest("MD5", bytes));
    const claimed = typeof given === "string" || given === undefined ? given : hex(given.buffer ?? given);
    if (claimed !== undefined && claimed !== md5)
      throw failed("put", `The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: ${claimed}\nActual MD5 was: ${md5}`, 10037);
    if (onlyIf !== undefined) {
      const there = await this.#find("put", key);
      if (!holds(onlyIf, there?.about ?? null)) return null;
    }
    const custom = Object.fromEntries(Object.entries(customMetadata).map(([field, text]) => [field, String(text)]));
    const version = hex(crypto.getRandomValues(new Uint8Array(16)));
    const about = { md5, version, size: bytes.length, uploaded: Date.now(), http: httpMetadataOf(httpMetadata), custom, storageClass };
    const owner = requireOwner("put");
    await waitFor(owner,
      host.cache_put(owner.number, this.#store, key, 200, lineOf(about), bytes, FOR_EVER));
    return new HeadResult(key, about);
  }

  async delete(names) {
    for (const name of Array.isArray(names) ? names : [names]) {
      const owner = requireOwner("delete");
      await waitFor(owner, host.cache_delete(owner.number, this.#store, String(name)));
    }
  }

  async list({ prefix = "", limit = MOST_LISTED, cursor, startAfter, delimiter, include = [] } = {}) {
    const owner = requireOwner("list");
    const after = cursor === undefined ? startAfter ?? "" : fromUtf8(Uint8Array.from(atob(cursor), (letter) => letter.charCodeAt(0)));
    const { body } = await waitFor(owner,
      host.cache_list(owner.number, this.#store, String(prefix), String(after), 2 ** 31 - 1));
    const objects = [];
    const folders = new Set();
    let last = "";
    let truncated = false;
    for (const [key, lines] of JSON.parse(fromUtf8(body))) {
      const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      const folder = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
      truncated = !folders.has(folder) && objects.length + folders.size >= Math.min(limit, MOST_LISTED);
      if (truncated) break;
      if (folder === undefined) objects.push(new HeadResult(key, only(aboutIn(lines), include)));
      else folders.add(folder);
      last = key;
    }
    const next = truncated ? btoa(String.fromCharCode(...utf8(last))) : undefined;
    return { objects, truncated, cursor: next, delimitedPrefixes: [...folders] };
  }

  async createMultipartUpload() {
    throw new NotModelledError("createMultipartUpload() of an R2 bucket");
  }
  resumeMultipartUpload() {
    throw new NotModelledError("resumeMultipartUpload() of an R2 bucket");
  }
}
for (const Class of [R2Bucket, HeadResult, GetResult])
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });

// env.NAMESPACE of kv_namespaces. Values lie in the platform's store; the words are recorded (tests/bindings: kv). One
// place keeps them, so that a read sees every write that was answered: production's caches may be a minute behind.

import { fromUtf8, host, isStream, utf8, utf8Length as bytesIn, wholeOf } from "../../../js/web/index.js";
import { requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

const OWNER = "KvNamespace";
const TYPES = ["text", "json", "arrayBuffer", "stream"];
const FOR_EVER = 3.15e12; // ms
const MOST_KEYS = 1000;

const wrong = (method, index, type) =>
  new TypeError(`Failed to execute '${method}' on '${OWNER}': parameter ${index} is not of type '${type}'.`);
const refused = (method, status, text) => new Error(`KV ${method} failed: ${status} ${text}`);

function checkKey(method, key) {
  if (key === "") throw new TypeError("Key name cannot be empty.");
  if (key === "." || key === "..") throw new TypeError(`"${key}" is not allowed as a key name.`);
  const length = bytesIn(key);
  if (length > 512) throw refused(method, 414, `UTF-8 encoded length of ${length} exceeds key length limit of 512.`);
}

/** Seconds since 1970 at which what is put now goes; undefined: never. */
function expiry({ expiration, expirationTtl }) {
  const now = Math.floor(Date.now() / 1000);
  const whole = (value) => Math.trunc(Number(value)) || 0;
  if (expirationTtl !== undefined && expirationTtl !== null) {
    const ttl = whole(expirationTtl);
    if (ttl <= 0)
      throw refused("PUT", 400, `Invalid expiration_ttl of ${ttl}. Please specify integer greater than 0.`);
    if (ttl < 60) throw refused("PUT", 400, `Invalid expiration_ttl of ${ttl}. Expiration TTL must be at least 60.`);
    return now + ttl;
  }
  if (expiration === undefined || expiration === null) return undefined;
  const at = whole(expiration);
  const is = `Invalid expiration of ${at}.`;
  if (at <= now)
    throw refused("PUT", 400, `${is} Please specify integer greater than the current number of seconds since the UNIX epoch.`);
  if (at < now + 60) throw refused("PUT", 400, `${is} Expiration times must be at least 60 seconds in the future.`);
  return at;
}

/** What is kept with a value, as header lines. */
const linesOf = (expiration, metadata) =>
  (expiration === undefined ? "" : `expiration\n${expiration}\n`) + (metadata === undefined ? "" : `metadata\n${metadata}\n`);
function keptWith(lines) {
  const parts = lines.split("\n");
  const kept = {};
  for (let i = 0; i + 1 < parts.length; i += 2)
    kept[parts[i]] = parts[i] === "metadata" ? JSON.parse(parts[i + 1]) : Number(parts[i + 1]);
  return kept;
}

function read(body, type) {
  if (type === "arrayBuffer") return body;
  if (type === "stream") return new Response(body).body;
  return type === "json" ? JSON.parse(fromUtf8(body)) : fromUtf8(body);
}

const optionsOf = (given) => (typeof given === "string" ? { type: given } : given ?? {});

async function contentOf(value) {
  if (value === null) return "";
  if (["string", "number", "boolean", "bigint"].includes(typeof value)) return String(value);
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value;
  if (isStream(value)) return wholeOf(value);
  throw new TypeError("KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.");
}

export class KvNamespace {
  #store;
  constructor({ binding, id }) {
    this.#store = `kv ${id ?? binding}`;
  }

  async get(...args) {
    if (args.length === 0) throw wrong("get", 1, "string or Array");
    if (Array.isArray(args[0])) return this.#many(args[0], optionsOf(args[1]), (one) => one.value);
    return (await this.#one(args[0], optionsOf(args[1]))).value;
  }
  async getWithMetadata(...args) {
    if (args.length === 0) throw wrong("getWithMetadata", 1, "string or Array");
    if (Array.isArray(args[0]))
      return this.#many(args[0], optionsOf(args[1]), ({ value, metadata }) => (value === null ? null : { value, metadata }));
    return this.#one(args[0], optionsOf(args[1]));
  }
  async #one(name, { type = "text", cacheTtl }) {
    const key = String(name);
    checkKey("GET", key);
    if (!TYPES.includes(type))
      throw new TypeError('Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".');
    if (cacheTtl !== undefined && Number(cacheTtl) < 30)
      throw refused("GET", 400, `Invalid cache_ttl of ${cacheTtl}. Cache TTL must be at least 30.`);
    return this.#read("get", key, type);
  }
  async #read(method, key, type) {
    const owner = requireOwner(method);
    const { status, headers, body } = await waitFor(owner, host.cache_match(owner.number, this.#store, key));
    if (status === 504) return { value: null, metadata: null, cacheStatus: null };
    const { metadata = null } = keptWith(headers);
    return { value: read(body ?? new ArrayBuffer(0), type), metadata, cacheStatus: null };
  }
  async #many(names, { type = "text" }, shown) {
    const failed = (text) => refused("GET_BULK", 400, text);
    if (names.length > 100) throw failed("You can request a maximum of 100 keys");
    if (names.length === 0) throw failed("You must request a minimum of 1 key");
    if (type !== "text" && type !== "json") throw failed(`"${type}" is not a valid type. Use "json" or "text"`);
    const found = new Map();
    for (const name of names) found.set(String(name), shown(await this.#read("get", String(name), type)));
    return found;
  }

  async put(...args) {
    if (args.length < 2 || args[1] === undefined) throw wrong("put", args.length === 0 ? 1 : 2, args.length === 0 ? "string" : "string or Object");
    const [name, value, options] = args;
    const key = String(name);
    const content = await contentOf(value);
    checkKey("PUT", key);
    const expiration = expiry(options ?? {});
    const metadata = options?.metadata === undefined || options.metadata === null ? undefined : JSON.stringify(options.metadata);
    if (metadata !== undefined && bytesIn(metadata) > 1024)
      throw refused("PUT", 413, `Metadata length of ${bytesIn(metadata)} exceeds limit of 1024.`);
    const size = typeof content === "string" ? bytesIn(content) : content.byteLength;
    if (size > 26214400) throw refused("PUT", 413, `Value length of ${size} exceeds limit of 26214400.`);
    const keptFor = expiration === undefined ? FOR_EVER : expiration * 1000 - Date.now();
    const owner = requireOwner("put");
    await waitFor(owner,
      host.cache_put(owner.number, this.#store, key, 200, linesOf(expiration, metadata), content, keptFor));
  }

  async delete(...args) {
    if (args.length === 0) throw wrong("delete", 1, "string");
    const key = String(args[0]);
    checkKey("DELETE", key);
    const owner = requireOwner("delete");
    await waitFor(owner, host.cache_delete(owner.number, this.#store, key));
  }

  async list(options) {
    const { prefix, limit, cursor } = options ?? {};
    if (limit > MOST_KEYS)
      throw refused("GET", 400, `Invalid key_count_limit of ${limit}. Please specify an integer less than ${MOST_KEYS}.`);
    const most = limit > 0 ? Math.trunc(limit) : MOST_KEYS;
    const after = cursor ? fromUtf8(Uint8Array.from(atob(cursor), (letter) => letter.charCodeAt(0))) : "";
    const owner = requireOwner("list");
    const { body } = await waitFor(owner,
      host.cache_list(owner.number, this.#store, String(prefix ?? ""), after, most + 1));
    const found = JSON.parse(fromUtf8(body));
    const keys = found.slice(0, most).map(([name, lines]) => ({ name, ...keptWith(lines) }));
    if (found.length <= most) return { keys, list_complete: true, cacheStatus: null };
    const last = String.fromCharCode(...utf8(keys.at(-1).name));
    return { keys, list_complete: false, cursor: btoa(last), cacheStatus: null };
  }
}
Object.defineProperty(KvNamespace.prototype, Symbol.toStringTag, { value: OWNER, configurable: true });

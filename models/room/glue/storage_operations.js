// What ctx.storage, a transaction and ctx.storage.kv share: keys, options, and the calls behind get, put, delete and
// list. On a SQLite-backed class every operation finishes at once; what is awaited is only a promise job (spec 3.1).

import { host, mark, storable, utf8Length } from "../../js/web/index.js";
import { wrongParameter } from "./errors.js";

/** What is asked for is known at once, but its promise settles so many promise jobs later (recorded: order-promises). */
export const pause = undefined;

export const missing = (value) => value === undefined;
const LATEST = 6917529027641; // ms: the 64-bit nanosecond clock's end, in 2189

/** A lone surrogate becomes the three bytes that it would take, each of which reads back as U+FFFD (recorded). */
export function asKey(key) {
  const text = `${key}`;
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, "\ufffd\ufffd\ufffd");
}

/** The order of UTF-8 bytes, which is the order of code points. */
function byCodePoint(a, b) {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i++)
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  return left.length - right.length;
}

export function milliseconds(time, args, method) {
  if (args === 0 || (typeof time !== "number" && !(time instanceof Date)))
    throw wrongParameter("setAlarm", method, 1, "date");
  const ms = typeof time === "number" ? time : time.getTime();
  if (!Number.isFinite(ms)) throw new TypeError("The value cannot be converted because it is not a valid Date.");
  if (ms > LATEST) throw new TypeError("This API doesn't support dates after 2189.");
  if (ms <= 0) throw new TypeError("setAlarm() cannot be called with an alarm time <= 0");
  return Math.trunc(ms);
}

/** As JSON for the host. */
export function listOptions(options) {
  if (options === undefined || options === null) return "{}";
  const { start, startAfter, end, prefix, reverse, limit } = options;
  if (!missing(start) && !missing(startAfter))
    throw new TypeError("list() cannot be called with both start and startAfter values.");
  const wanted = {};
  if (!missing(start)) wanted.start = asKey(start);
  if (!missing(startAfter)) wanted.startAfter = asKey(startAfter);
  if (!missing(end)) wanted.end = asKey(end);
  if (!missing(prefix)) wanted.prefix = asKey(prefix);
  if (reverse) wanted.reverse = true;
  if (!missing(limit)) {
    const number = Number(limit);
    if (number < -2147483648 || number > 2147483647)
      throw new TypeError("Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
    wanted.limit = Math.trunc(number);
    if (!(wanted.limit > 0)) throw new TypeError("List limit must be positive.");
  }
  return JSON.stringify(wanted);
}

/** Options are an object, or left out. */
export function requireOptions(options, method, name, number, type) {
  if (options === undefined || options === null || typeof options === "object" || typeof options === "function") return;
  throw wrongParameter(method, name, number, type);
}

/** Limits of the older key-value backend (spec 4.1). They hold where the platform enforces them. */
function checkKey(owner, key) {
  if (!owner.kvLimits) return;
  const size = utf8Length(key);
  if (size > 2048) throw new RangeError(`Keys cannot be larger than 2048 bytes. A key of size ${size} was provided.`);
}
function checkCount(owner, count) {
  if (owner.kvLimits && count > 128)
    throw new RangeError(`Maximum number of key value pairs is 128. ${count} pairs were provided.`);
}

export function internalError() {
  let reference = "";
  for (const byte of new Uint8Array(host.random_bytes(24))) reference += "0123456789abcdefghijklmnopqrstuv"[byte & 31];
  return new Error(`internal error; reference = ${reference}`);
}

export function get(owner, name, args) {
  const [key] = args;
  if (args.length === 0 || missing(key)) throw wrongParameter("get", name, 1, "string or Array");
  requireOptions(args[1], "get", name, 2, "GetOptions");
  const room = owner.number;
  if (!Array.isArray(key)) {
    const one = asKey(key);
    checkKey(owner, one);
    return host.storage_get(room, one);
  }
  checkCount(owner, key.length);
  const found = new Map();
  for (const one of [...new Set(key.map(asKey))].sort(byCodePoint)) {
    checkKey(owner, one);
    const value = host.storage_get(room, one);
    if (value !== undefined) found.set(one, value);
  }
  return found;
}

function putOne(owner, key, value, unconfirmed) {
  const kept = storable(value);
  host.storage_put(owner.number, key, kept, kept === value ? undefined : mark, unconfirmed);
}

/** All of them are written, or none. */
function putMany(owner, pairs, unconfirmed) {
  checkCount(owner, pairs.length);
  host.begin_savepoint(owner.number);
  try {
    for (const [key, value] of pairs) {
      checkKey(owner, key);
      putOne(owner, key, value, unconfirmed);
    }
  } catch (error) {
    host.end_savepoint(owner.number, false);
    throw error;
  }
  host.end_savepoint(owner.number, true);
}

export function put(owner, name, args) {
  const [key, value] = args;
  if (args.length === 0 || missing(key)) throw wrongParameter("put", name, 1, "string or object");
  const isBatch = typeof key === "object" && key !== null && !Array.isArray(key);
  if (!isBatch) {
    if (missing(value)) throw new TypeError("put() called with undefined value.");
    requireOptions(args[2], "put", name, 3, "PutOptions");
    const one = asKey(key);
    checkKey(owner, one);
    putOne(owner, one, value, args[2]?.allowUnconfirmed === true);
    return;
  }
  if (value !== undefined && value !== null && typeof value !== "object")
    throw new TypeError(
      "put() may only be called with a single key-value pair and optional options as put(key, value, options) or with " +
        "multiple key-value pairs and optional options as put(entries, options)",
    );
  const pairs = [];
  for (const one of Object.keys(key)) if (!missing(key[one])) pairs.push([asKey(one), key[one]]);
  if (pairs.length > 0) putMany(owner, pairs, value?.allowUnconfirmed === true);
}

export function remove(owner, name, args) {
  const [key, options] = args;
  if (args.length === 0 || missing(key)) throw wrongParameter("delete", name, 1, "string or Array");
  requireOptions(options, "delete", name, 2, "PutOptions");
  const unconfirmed = options?.allowUnconfirmed === true;
  if (!Array.isArray(key)) {
    const one = asKey(key);
    checkKey(owner, one);
    return host.storage_delete(owner.number, one, unconfirmed);
  }
  checkCount(owner, key.length);
  let count = 0;
  for (const one of key) if (host.storage_delete(owner.number, asKey(one), unconfirmed)) count++;
  return count;
}

export function list(owner, name, options) {
  requireOptions(options, "list", name, 1, "ListOptions");
  const found = new Map();
  const count = host.storage_list(owner.number, listOptions(options));
  for (let i = 0; i < count; i++) found.set(host.listed_key(i), host.listed_value(i));
  return found;
}

export function setAlarm(owner, name, args) {
  const time = milliseconds(args[0], args.length, name);
  if (!owner.hasAlarm && owner.object !== null)
    throw new TypeError("Your Durable Object class must have an alarm() handler in order to call setAlarm()");
  host.set_alarm(owner.number, time);
}

// ctx.storage: the asynchronous key-value API. On a SQLite-backed class every operation finishes at once; what is
// awaited is only a promise job (spec 3.1).

import { host } from "../../js/web/index.js";
import { NotModelledError } from "../../js/web/index.js";
import { wrongParameter } from "./errors.js";

const OWNER = "DurableObjectStorage";
const missing = (value) => value === undefined;
const LATEST = 6917529027641; // ms: the 64-bit nanosecond clock's end, in 2189

/** A lone surrogate becomes the three bytes that it would take, each of which reads back as U+FFFD (recorded). */
function asKey(key) {
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

function milliseconds(time, args) {
  if (args === 0 || (typeof time !== "number" && !(time instanceof Date)))
    throw wrongParameter("setAlarm", OWNER, 1, "date");
  const ms = typeof time === "number" ? time : time.getTime();
  if (!Number.isFinite(ms)) throw new TypeError("The value cannot be converted because it is not a valid Date.");
  if (ms > LATEST) throw new TypeError("This API doesn't support dates after 2189.");
  if (ms <= 0) throw new TypeError("setAlarm() cannot be called with an alarm time <= 0");
  return Math.trunc(ms);
}

function listOptions(options) {
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

export class DurableObjectStorage {
  #owner;
  constructor(owner) {
    this.#owner = owner;
  }

  async get(...args) {
    const [key] = args;
    if (args.length === 0 || missing(key)) throw wrongParameter("get", OWNER, 1, "string or Array");
    const room = this.#owner.number;
    if (!Array.isArray(key)) return host.storage_get(room, asKey(key));
    const found = new Map();
    for (const one of [...new Set(key.map(asKey))].sort(byCodePoint)) {
      const value = host.storage_get(room, one);
      if (value !== undefined) found.set(one, value);
    }
    return found;
  }

  async put(...args) {
    const [key, value] = args;
    if (args.length === 0 || missing(key)) throw wrongParameter("put", OWNER, 1, "string or object");
    const room = this.#owner.number;
    const isBatch = typeof key === "object" && key !== null && !Array.isArray(key);
    if (!isBatch) {
      if (missing(value)) throw new TypeError("put() called with undefined value.");
      host.storage_put(room, asKey(key), value);
      return;
    }
    for (const name of Object.keys(key)) if (!missing(key[name])) host.storage_put(room, asKey(name), key[name]);
  }

  async delete(...args) {
    const [key] = args;
    if (args.length === 0 || missing(key)) throw wrongParameter("delete", OWNER, 1, "string or Array");
    const room = this.#owner.number;
    if (!Array.isArray(key)) return host.storage_delete(room, asKey(key));
    let count = 0;
    for (const one of key) if (host.storage_delete(room, asKey(one))) count++;
    return count;
  }

  async list(options) {
    const found = new Map();
    const count = host.storage_list(this.#owner.number, listOptions(options));
    for (let i = 0; i < count; i++) found.set(host.listed_key(i), host.listed_value(i));
    return found;
  }

  async deleteAll() {
    host.storage_delete_all(this.#owner.number);
  }

  async getAlarm() {
    return host.get_alarm(this.#owner.number);
  }

  async setAlarm(...args) {
    const time = milliseconds(args[0], args.length);
    if (!this.#owner.hasAlarm && this.#owner.object !== null)
      throw new TypeError("Your Durable Object class must have an alarm() handler in order to call setAlarm()");
    host.set_alarm(this.#owner.number, time);
  }

  async deleteAlarm() {
    host.delete_alarm(this.#owner.number);
  }

  sync() {
    const owner = this.#owner;
    return new Promise((resolve) => {
      const wait = host.sync(owner.number);
      if (wait < 0) resolve();
      else owner.waits.set(wait, () => resolve());
    });
  }

  transaction() {
    throw new NotModelledError("storage.transaction()");
  }
  transactionSync() {
    throw new NotModelledError("storage.transactionSync()");
  }
  get sql() {
    throw new NotModelledError("ctx.storage.sql", "Use get, put, delete and list.");
  }
  get kv() {
    throw new NotModelledError("ctx.storage.kv", "Use get, put, delete and list.");
  }
}

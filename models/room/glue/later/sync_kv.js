// ctx.storage.kv: the same pairs as the asynchronous API's, without promises (spec 4.2).

import { host, mark, markPlatformClass, storable } from "../../../js/web/index.js";
import { wrongParameter } from "../errors.js";
import { asKey, listOptions, requireOptions } from "../storage_operations.js";
import { becomesIterator, ended } from "./iterators.js";

const OWNER = "SyncKvStorage";
const NOT_SQLITE =
  "The storage.kv (synchronous KV) API is only available for SQLite-backed Durable Objects, but this object's namespace is not declared to use SQLite. You can use the older, asyncronous interface via methods of `storage` itself (e.g. `storage.get()`). Alternatively, to enable SQLite, change `new_classes` to `new_sqlite_classes` within the 'migrations' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly, set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production.";
const INVALIDATED =
  "kv.list() iterator was invalidated because a new call to kv.list() was started. Only one kv.list() iterator can exist at a time.";

/** Reads on: what was written meanwhile is seen. */
class ListIterator {
  #owner;
  #options;
  #next = [];
  #live;
  constructor(owner, options, live) {
    this.#owner = owner;
    this.#options = options;
    this.#live = live;
  }

  next() {
    if (!this.#live(this)) throw new Error(INVALIDATED);
    const options = this.#options;
    if (options === null) return ended();
    if (host.storage_list(this.#owner.number, JSON.stringify({ ...options, limit: 1 })) === 0) {
      this.#options = null;
      return ended();
    }
    const key = host.listed_key(0);
    const value = host.listed_value(0);
    if (options.limit !== undefined && --options.limit === 0) {
      this.#options = null;
    } else if (options.reverse) {
      options.end = key;
    } else {
      delete options.start;
      options.startAfter = key;
    }
    options.continues = true;
    return { done: false, value: [key, value] };
  }
}
becomesIterator(ListIterator);

export class SyncKvStorage {
  #owner;
  #current = null;
  constructor(owner) {
    this.#owner = owner;
  }

  #checked(method, args, count) {
    if (!host.sql_enabled(this.#owner.number)) throw new Error(NOT_SQLITE);
    if (args.length < 1) throw wrongParameter(method, OWNER, 1, "string");
    if (args.length < count) throw wrongParameter(method, OWNER, count, "Value");
    return asKey(args[0]);
  }

  get(...args) {
    return host.storage_get(this.#owner.number, this.#checked("get", args, 1));
  }
  put(...args) {
    host.storage_put(this.#owner.number, this.#checked("put", args, 2), storable(args[1]), mark, false);
  }
  delete(...args) {
    return host.storage_delete(this.#owner.number, this.#checked("delete", args, 1), false);
  }
  list(options) {
    if (!host.sql_enabled(this.#owner.number)) throw new Error(NOT_SQLITE);
    requireOptions(options, "list", OWNER, 1, "ListOptions");
    const wanted = JSON.parse(listOptions(options));
    this.#current = new ListIterator(this.#owner, wanted, (iterator) => this.#current === iterator);
    return this.#current;
  }
}
Object.defineProperty(SyncKvStorage.prototype, Symbol.toStringTag, { value: OWNER, configurable: true });
markPlatformClass(SyncKvStorage);

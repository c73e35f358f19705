// ctx.storage.

import sql from "later:./later/sql.js";
import syncKv from "later:./later/sync_kv.js";
import transaction from "later:./later/transaction.js";
import { host, markPlatformClass } from "../../js/web/index.js";
import { wrongParameter } from "./errors.js";
import { get, internalError, list, pause, put, remove, requireOptions, setAlarm } from "./storage_operations.js";

const OWNER = "DurableObjectStorage";
const NO_RECOVERY = "This Durable Object's storage back-end does not implement point-in-time recovery.";

export class DurableObjectStorage {
  #owner;
  #sql;
  #kv;
  constructor(owner) {
    this.#owner = owner;
    owner.kvLimits = host.kv_limits(owner.number);
  }

  async get(...args) {
    const value = get(this.#owner, OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async put(...args) {
    const value = put(this.#owner, OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async delete(...args) {
    const value = remove(this.#owner, OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async list(options) {
    const value = list(this.#owner, OWNER, options);
    await pause;
    await pause;
    return value;
  }
  async deleteAll(options) {
    requireOptions(options, "deleteAll", OWNER, 1, "PutOptions");
    host.storage_delete_all(this.#owner.number);
  }

  async getAlarm(options) {
    requireOptions(options, "getAlarm", OWNER, 1, "GetAlarmOptions");
    const value = host.get_alarm(this.#owner.number);
    await pause;
    return value;
  }
  async setAlarm(...args) {
    setAlarm(this.#owner, OWNER, args);
  }
  async deleteAlarm(options) {
    requireOptions(options, "deleteAlarm", OWNER, 1, "SetAlarmOptions");
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

  async transaction(callback) {
    if (typeof callback !== "function") throw wrongParameter("transaction", OWNER, 1, "function");
    return transaction().runTransaction(this.#owner, callback);
  }

  transactionSync(callback) {
    if (typeof callback !== "function") throw wrongParameter("transactionSync", OWNER, 1, "function");
    const room = this.#owner.number;
    host.begin_savepoint(room);
    let value;
    try {
      value = callback();
    } catch (error) {
      if (!host.end_savepoint(room, false)) throw internalError();
      throw error;
    }
    if (!host.end_savepoint(room, true)) throw internalError();
    return value;
  }

  get sql() {
    return (this.#sql ??= new (sql().SqlStorage)(this.#owner));
  }
  get kv() {
    return (this.#kv ??= new (syncKv().SyncKvStorage)(this.#owner));
  }

  // The local runtime's: only the shape is there.
  async getCurrentBookmark() {
    await this.sync();
    return "00000000-00000000-00000000-00000000000000000000000000000000";
  }
  async getBookmarkForTime() {
    throw new Error(NO_RECOVERY);
  }
  async onNextSessionRestoreBookmark() {
    throw new Error(NO_RECOVERY);
  }
}
Object.defineProperty(DurableObjectStorage.prototype, Symbol.toStringTag, { value: OWNER, configurable: true });
markPlatformClass(DurableObjectStorage);

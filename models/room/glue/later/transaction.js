// storage.transaction(): a critical section whose writes stand or fall together (spec 3.3).

import { host } from "../../../js/web/index.js";
import { boundToFrame } from "../async_hooks.js";
import { get, list, pause, put, remove, setAlarm } from "../storage_operations.js";

const OWNER = "DurableObjectTransaction";

export class DurableObjectTransaction {
  #owner;
  #state = "open";
  constructor(owner) {
    this.#owner = owner;
  }

  #usable(method) {
    if (this.#state === "open") return this.#owner;
    throw new Error(
      this.#state === "ended"
        ? `Cannot call ${method}() on transaction that has already committed: did you move \`txn\` outside of the closure?`
        : `Cannot ${method}() on rolled back transaction`,
    );
  }

  async get(...args) {
    const value = get(this.#usable("get"), OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async put(...args) {
    const value = put(this.#usable("put"), OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async delete(...args) {
    const value = remove(this.#usable("delete"), OWNER, args);
    await pause;
    await pause;
    return value;
  }
  async list(options) {
    const value = list(this.#usable("list"), OWNER, options);
    await pause;
    await pause;
    return value;
  }
  async deleteAll() {
    throw new Error("Cannot call deleteAll() within a transaction");
  }
  async getAlarm() {
    const value = host.get_alarm(this.#usable("getAlarm").number);
    await pause;
    return value;
  }
  async setAlarm(...args) {
    setAlarm(this.#usable("setAlarm"), OWNER, args);
  }
  async deleteAlarm() {
    host.delete_alarm(this.#usable("deleteAlarm").number);
  }

  rollback() {
    if (this.#state === "rolled back") return;
    host.end_savepoint(this.#usable("rollback").number, false);
    this.#state = "rolled back";
  }

  static end(transaction, keep) {
    if (transaction.#state === "open") host.end_savepoint(transaction.#owner.number, keep);
    transaction.#state = transaction.#state === "open" ? "ended" : transaction.#state;
  }
}
const end = DurableObjectTransaction.end;
delete DurableObjectTransaction.end;
Object.defineProperty(DurableObjectTransaction.prototype, Symbol.toStringTag, { value: OWNER, configurable: true });

export function runTransaction(owner, callback) {
  return new Promise((resolve, reject) => {
    const token = host.enter_section(owner.number);
    const call = boundToFrame(callback);
    owner.waits.set(token, async () => {
      host.begin_transaction(owner.number);
      const transaction = new DurableObjectTransaction(owner);
      let settle;
      try {
        const value = await call(transaction);
        end(transaction, true);
        settle = () => resolve(value);
      } catch (error) {
        end(transaction, false);
        settle = () => reject(error);
      }
      host.leave_section(owner.number, token);
      settle();
    });
  });
}

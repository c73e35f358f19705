// ctx.storage.sql (spec 4.3).

import { host, markPlatformClass } from "../../../js/web/index.js";
import { wrongParameter } from "../errors.js";
import { becomesIterator, ended } from "./iterators.js";

const OWNER = "SqlStorage";
const NOT_ENABLED =
  "SQL is not enabled for this Durable Object class. To enable it, change `new_classes` to `new_sqlite_classes` within the 'migrations' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly,set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production.";

/** What the host binds as it is: null, numbers, texts and bytes. All else becomes text, as recorded. */
function bindable(value) {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "string") return value;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value;
  if (typeof value === "bigint") throw new TypeError("Cannot convert a BigInt value to a number");
  return `${value}`;
}

/** A lone surrogate is three bytes that read back as U+FFFD each. */
const wellFormed = (value) =>
  typeof value === "string" && !value.isWellFormed()
    ? value.replace(/\p{Surrogate}/gu, "\ufffd\ufffd\ufffd")
    : value;

const token = {};

class Cursor {
  #owner;
  #number;
  #columns;
  #state; // [done, rows read, rows written]
  constructor(key, owner, answer) {
    if (key !== token) throw new TypeError("Illegal constructor");
    this.#owner = owner;
    this.#number = answer[0];
    this.#state = answer.slice(1, 4);
    this.#columns = answer.slice(4);
  }

  /** The values of one row, or of all that are left in one list. */
  #read(all) {
    let answer;
    try {
      answer = host.sql_rows(this.#owner.number, this.#number, all);
    } catch (error) {
      this.#state[0] = true;
      throw error;
    }
    this.#state = answer.slice(0, 3);
    return answer.slice(3);
  }
  #object(values, from) {
    const row = {};
    for (let i = 0; i < this.#columns.length; i++) row[this.#columns[i]] = values[from + i];
    return row;
  }

  static step(cursor, raw) {
    if (cursor.#state[0]) return ended();
    const values = cursor.#read(false);
    return { done: false, value: raw ? values : cursor.#object(values, 0) };
  }

  next() {
    return step(this, false);
  }
  toArray() {
    if (this.#state[0]) return [];
    const values = this.#read(true);
    const rows = [];
    for (let i = 0; i < values.length; i += this.#columns.length) rows.push(this.#object(values, i));
    return rows;
  }
  one() {
    if (this.#state[0])
      throw new Error("Expected exactly one result from SQL query, but got no results.");
    const values = this.#read(false);
    if (!this.#state[0]) {
      host.sql_close(this.#owner.number, this.#number);
      this.#state[0] = true;
      throw new Error("Expected exactly one result from SQL query, but got multiple results.");
    }
    return this.#object(values, 0);
  }
  raw() {
    return new RawIterator(this);
  }
  get columnNames() {
    return [...this.#columns];
  }
  get rowsRead() {
    return this.#state[1];
  }
  get rowsWritten() {
    return this.#state[2];
  }
  [Symbol.iterator]() {
    return new RowIterator(this);
  }
}
const step = Cursor.step;
delete Cursor.step;
Object.defineProperty(Cursor.prototype, Symbol.toStringTag, { value: "Cursor", configurable: true });

class RawIterator {
  #cursor;
  constructor(cursor) {
    this.#cursor = cursor;
  }
  next() {
    return step(this.#cursor, true);
  }
  toArray() {
    const rows = [];
    for (let row = this.next(); !row.done; row = this.next()) rows.push(row.value);
    return rows;
  }
}
becomesIterator(RawIterator);

class RowIterator {
  #cursor;
  constructor(cursor) {
    this.#cursor = cursor;
  }
  next() {
    return step(this.#cursor, false);
  }
}
becomesIterator(RowIterator);

class Statement {
  constructor() {
    throw new TypeError("Illegal constructor");
  }
}

export class SqlStorage {
  #owner;
  constructor(owner) {
    this.#owner = owner;
  }

  exec(...args) {
    if (!host.sql_enabled(this.#owner.number)) throw new Error(NOT_ENABLED);
    if (args.length === 0) throw wrongParameter("exec", OWNER, 1, "String");
    const [text, ...bindings] = args;
    return new Cursor(
      token,
      this.#owner,
      host.sql_exec(this.#owner.number, wellFormed(`${text}`), ...bindings.map((value) => wellFormed(bindable(value)))),
    );
  }
  get databaseSize() {
    if (!host.sql_enabled(this.#owner.number)) throw new Error(NOT_ENABLED);
    return host.database_size(this.#owner.number);
  }
}
Object.defineProperties(SqlStorage.prototype, {
  Cursor: { value: Cursor, writable: true, configurable: true },
  Statement: { value: Statement, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: OWNER, configurable: true },
});
for (const Class of [Cursor, SqlStorage]) markPlatformClass(Class);

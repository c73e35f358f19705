// env.DATABASE of d1_databases: the statements run in SQLite beside the rooms' (models/runtime/d1_databases.h); shapes
// and words are recorded (tests/bindings: d1).

import { NotModelledError, fromUtf8, host } from "../../../js/web/index.js";
import { requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

const NO_STATEMENT = "No SQL statements detected.";

function d1Error(name, message) {
  return new Error(`${name}: ${message}`, { cause: new Error(message) });
}

/** As SQLite takes it over JSON: numbers, texts, null, lists of bytes. */
function bindable(value) {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) return Array.from(value);
  if (Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 0 && one < 256)) return value;
  throw d1Error("D1_TYPE_ERROR", `Type '${typeof value}' not supported for value '${value}'`);
}

class D1PreparedStatement {
  #database;
  constructor(database, statement, params = []) {
    this.#database = database;
    this.statement = statement;
    this.params = params;
  }
  bind(...values) {
    return new D1PreparedStatement(this.#database, this.statement, values.map(bindable));
  }
  async first(column) {
    const [{ columns, rows }] = await this.#run();
    if (rows.length === 0) return null;
    const row = objectOf(columns, rows[0]);
    if (column === undefined) return row;
    if (!Object.hasOwn(row, column)) throw d1Error("D1_COLUMN_NOTFOUND", `Column not found (${column})`);
    return row[column];
  }
  async all() {
    return resultOf((await this.#run())[0]);
  }
  async run() {
    return resultOf((await this.#run())[0]);
  }
  async raw(options) {
    const [{ columns, rows }] = await this.#run();
    return options?.columnNames ? [columns, ...rows] : rows;
  }
  #run() {
    return query(this.#database, [this]);
  }
}

const objectOf = (columns, row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]));

function resultOf({ columns, rows, meta }) {
  return {
    success: true,
    meta: { served_by: "dormouse", duration: 0, ...meta },
    results: rows.map((row) => objectOf(columns, row)),
  };
}

async function asked(database, statements) {
  const owner = requireOwner("prepare");
  const { status, body } = await waitFor(owner,
    host.d1_query(owner.number, database.name, JSON.stringify(statements)));
  const answer = JSON.parse(fromUtf8(body));
  if (status !== 200)
    throw d1Error("D1_ERROR", answer.error === "SQL code did not contain a statement." ? NO_STATEMENT : answer.error);
  return answer;
}

/** The first use in a run makes the tables. */
async function query(database, statements) {
  if (!database.opened) {
    database.opened = true;
    if (host.d1_open(database.name)) database.making = make(database);
  }
  await database.making;
  if (statements.length === 0) throw d1Error("D1_ERROR", NO_STATEMENT);
  return asked(database, statements.map(({ statement, params }) => ({ sql: String(statement), params })));
}

async function make(database) {
  for (const { file, sql } of database.schema) {
    try {
      await asked(database, [{ sql, params: [] }]);
    } catch (error) {
      throw new Error(`${file}: ${error.cause?.message ?? error.message}`);
    }
  }
}

class D1Session {
  #database;
  constructor(database) {
    this.#database = database;
  }
  prepare(statement) {
    return new D1PreparedStatement(this.#database, statement);
  }
  async batch(statements) {
    return (await query(this.#database, statements)).map(resultOf);
  }
  getBookmark() {
    return null;
  }
}
Object.defineProperty(D1Session, "name", { value: "D1DatabaseSession" });

export class D1Database {
  #database;
  constructor({ binding, database_id: id, database_name: name, schema = [] }) {
    this.#database = { name: id ?? name ?? binding, schema, opened: false, making: undefined };
  }
  prepare(statement) {
    return new D1PreparedStatement(this.#database, statement);
  }
  async batch(statements) {
    return (await query(this.#database, statements)).map(resultOf);
  }
  async exec(text) {
    const lines = String(text).trim().split("\n");
    for (const [i, line] of lines.entries()) {
      try {
        await query(this.#database, [{ statement: line, params: [] }]);
      } catch (error) {
        throw d1Error("D1_EXEC_ERROR", `Error in line ${i + 1}: ${line}: ${error.cause?.message ?? error.message}`);
      }
    }
    return { count: lines.length, duration: 0 };
  }
  withSession() {
    return new D1Session(this.#database);
  }
  dump() {
    throw new NotModelledError("dump() of a D1 database");
  }
}

// A scheduler: jobs in SQL, one alarm for the earliest, failing jobs tried again with counts, alarms that throw, cancelling.
import { DurableObject } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, payload TEXT, state TEXT NOT NULL DEFAULT 'waiting') WITHOUT ROWID; CREATE INDEX IF NOT EXISTS by_due ON jobs (state, due)");
    log("constructor");
  }
  q(text, ...b) { return this.ctx.storage.sql.exec(text, ...b).toArray(); }
  async plan() {
    const next = this.q("SELECT min(due) AS due FROM jobs WHERE state = 'waiting'")[0].due;
    if (next === null) { await this.ctx.storage.deleteAlarm(); return "none"; }
    await this.ctx.storage.setAlarm(next);
    return (await this.ctx.storage.getAlarm()) === Math.max(next, await this.ctx.storage.getAlarm()) ? "set" : "other";
  }
  async add(id, ms, payload) {
    try { this.q("INSERT INTO jobs (id, due, payload) VALUES (?, ?, ?)", id, Date.now() + ms, JSON.stringify(payload)); } catch (e) { return err(e); }
    return this.plan();
  }
  async cancel(id) { const gone = this.q("DELETE FROM jobs WHERE id = ? RETURNING id, json_extract(payload, '$.fail') AS fail", id); return [gone, await this.plan()]; }
  list() { return this.q("SELECT id, tries, state, payload ->> '$.say' AS say FROM jobs ORDER BY id"); }
  async alarm(info) {
    log("alarm", { info: { retryCount: info.retryCount, isRetry: info.isRetry, keys: Object.keys(info).sort(), kind: info.constructor.name }, inside: await this.ctx.storage.getAlarm() });
    const due = this.q("SELECT * FROM jobs WHERE state = 'waiting' AND due <= ? ORDER BY due, id", Date.now());
    for (const job of due) {
      const { say, fail = 0, crash } = JSON.parse(job.payload);
      try {
        if (crash && !info.isRetry) throw new Error("crash");
        if (job.tries < fail) throw new RangeError(say + " fails");
        this.q("UPDATE jobs SET state = 'done' WHERE id = ?", job.id);
        log("ran", { id: job.id, say, tries: job.tries });
      } catch (e) {
        if (crash) { log("crashing", { id: job.id }); throw e; }
        const [row] = this.q("UPDATE jobs SET tries = tries + 1, due = ?, state = CASE WHEN tries >= 2 THEN 'dead' ELSE state END WHERE id = ? RETURNING tries, state", Date.now() + 200, job.id);
        log("failed", { id: job.id, ...row, message: e.message });
      }
    }
    log("planned", { next: await this.plan() });
  }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    await ask("add far", () => room.add("far", 60000, { say: "far" }));
    await ask("add a", () => room.add("a", 50, { say: "A" }));
    await ask("add a again", () => room.add("a", 10, { say: "again" }));
    await ask("add together", () => Promise.all([room.add("b", 250, { say: "B", fail: 1 }), room.add("c", 150, { say: "C", fail: 9 }), room.add("x", 20, {})]));
    await ask("cancel x", () => room.cancel("x"));
    await ask("cancel none", () => room.cancel("none"));
    await wait(900);
    await ask("list", () => room.list());
    await ask("past", () => room.add("past", -1000, { say: "past" }));
    await wait(60);
    await ask("cancel far", () => room.cancel("far"));
    await ask("add null", () => room.add(null, 10, {}));
    await ask("add none", () => room.add());
    await ask("list 2", () => room.list());
    await ask("crash", () => room.add("z", 10, { say: "Z", crash: true }));
    return new Response("done");
  },
};

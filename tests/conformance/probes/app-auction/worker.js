// An auction with transactions: bids in transactionSync and transaction, rollbacks, outbid messages, closing by alarm, money kept whole.
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
class TooLow extends Error { name = "TooLow"; constructor(min) { super("at least " + min); this.min = min; } }
export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS accounts (who TEXT PRIMARY KEY, cents INTEGER NOT NULL CHECK (cents >= 0), held INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE IF NOT EXISTS bids (id INTEGER PRIMARY KEY AUTOINCREMENT, who TEXT REFERENCES accounts(who), cents INTEGER, at INTEGER)`);
  }
  deposit(who, cents) { return this.sql.exec("INSERT INTO accounts (who, cents) VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET cents = cents + excluded.cents RETURNING *", who, cents).one(); }
  top() { return this.sql.exec("SELECT who, cents FROM bids ORDER BY cents DESC, id LIMIT 1").toArray()[0] ?? null; }
  bid(who, cents) {
    return this.ctx.storage.transactionSync(() => {
      const top = this.top();
      this.sql.exec("INSERT INTO bids (who, cents, at) VALUES (?, ?, 0)", who, cents);
      if (top) this.sql.exec("UPDATE accounts SET cents = cents + held, held = 0 WHERE who = ?", top.who);
      const c = this.sql.exec("UPDATE accounts SET cents = cents - ?, held = held + ? WHERE who = ?", cents, cents, who);
      if (top && cents <= top.cents) throw new TooLow(top.cents + 1);
      this.ctx.storage.kv.put("last", { who, cents });
      return { id: this.sql.exec("SELECT max(id) AS id FROM bids").one().id, written: c.rowsWritten };
    });
  }
  async bidAsync(who, cents, fail) {
    return this.ctx.storage.transaction(async (txn) => {
      const n = ((await txn.get("count")) ?? 0) + 1;
      await txn.put("count", n);
      this.sql.exec("INSERT INTO bids (who, cents, at) VALUES (?, ?, 1)", who, cents);
      if (fail === "throw") throw new RangeError("async fails");
      if (fail === "rollback") { txn.rollback(); return "rolled back"; }
      if (fail === "inner") { try { this.bid(who, 1); } catch (e) { return [err(e), n]; } }
      if (fail === "nested") return this.ctx.storage.transaction(async (t2) => { await t2.put("count", 100); t2.rollback(); return "inner rolled back"; });
      return n;
    });
  }
  nested() {
    const out = [];
    const s = this.ctx.storage;
    s.transactionSync(() => {
      s.kv.put("a", 1);
      try { s.transactionSync(() => { s.kv.put("a", 2); s.kv.put("b", 2); throw new Error("inner"); }); } catch (e) { out.push(e.message, s.kv.get("a"), show(s.kv.get("b"))); }
      s.transactionSync(() => s.kv.put("c", 3));
    });
    return [...out, s.kv.get("a"), s.kv.get("c")];
  }
  state() { return { accounts: this.sql.exec("SELECT * FROM accounts ORDER BY who").toArray(), bids: this.sql.exec("SELECT id, who, cents FROM bids ORDER BY id").toArray(), last: show(this.ctx.storage.kv.get("last")), count: show(this.ctx.storage.kv.get("count")) }; }
  async slowBid(who, cents) { const top = this.top(); await wait(10); return this.ctx.storage.transactionSync(() => { const now = this.top(); return [top?.cents ?? null, now?.cents ?? null, this.bid(who, cents)]; }); }
  cursorInside() { const c = this.ctx.storage.transactionSync(() => this.sql.exec("SELECT id FROM bids ORDER BY id")); return show([...c]); }
  cursorRolledBack() { let c; try { this.ctx.storage.transactionSync(() => { this.sql.exec("INSERT INTO bids (who, cents) VALUES ('ann', 5)"); c = this.sql.exec("SELECT count(*) AS n FROM bids"); throw new Error("x"); }); } catch { /* expected */ } return show(c.toArray()); }
  async end(ms) { await this.ctx.storage.transaction(async (t) => { await t.setAlarm(Date.now() + ms); await t.put("ending", true); }); return (await this.ctx.storage.getAlarm()) !== null; }
  async endRolledBack() { await this.ctx.storage.transaction(async (t) => { await t.deleteAlarm(); t.rollback(); }); return (await this.ctx.storage.getAlarm()) !== null; }
  alarm() { const top = this.top(); this.ctx.storage.transactionSync(() => { this.sql.exec("UPDATE accounts SET held = 0"); this.sql.exec("DELETE FROM bids"); }); log("sold", { top, state: show(this.state()) }); }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    await ask("deposit", async () => [await room.deposit("ann", 1000), await room.deposit("bob", 500), await room.deposit("ann", 1)]);
    await ask("bid", () => room.bid("ann", 100));
    await ask("too low", async () => { try { return await room.bid("bob", 50); } catch (e) { return [err(e), e.min]; } });
    await ask("too poor", () => room.bid("bob", 501));
    await ask("no account", () => room.bid("zed", 600));
    await ask("state", () => room.state());
    await ask("outbid", () => room.bid("bob", 200));
    await ask("async", () => room.bidAsync("ann", 300));
    await ask("async throw", () => room.bidAsync("ann", 400, "throw"));
    await ask("async rollback", () => room.bidAsync("ann", 400, "rollback"));
    await ask("async inner", () => room.bidAsync("ann", 400, "inner"));
    await ask("async nested", () => room.bidAsync("ann", 500, "nested"));
    await ask("state 2", () => room.state());
    await ask("nested", () => room.nested());
    await ask("at once", () => Promise.all([room.slowBid("bob", 600).catch(err), room.slowBid("ann", 610), room.bidAsync("ann", 700)]));
    await ask("at once async", () => Promise.all([room.bidAsync("ann", 710), room.bidAsync("ann", 720), room.bidAsync("ann", 730, "throw").catch((e) => e.message)]));
    await ask("cursor inside", () => room.cursorInside());
    await ask("cursor rolled back", () => room.cursorRolledBack());
    await ask("end", () => room.end(30));
    await ask("end rolled back", () => room.endRolledBack());
    await wait(100);
    await ask("state 3", () => room.state());
    return new Response("done");
  },
};

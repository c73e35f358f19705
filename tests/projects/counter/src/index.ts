import { DurableObject, RpcTarget } from "cloudflare:workers";

interface Env {
  COUNTER: DurableObjectNamespace<Counter>;
}

/** What is handed out to count one thing; it lives as long as its caller holds it. */
class Tally extends RpcTarget {
  #counter: Counter;
  #name: string;
  constructor(counter: Counter, name: string) {
    super();
    this.#counter = counter;
    this.#name = name;
  }
  get name() {
    return this.#name;
  }
  add(by: number) {
    if (!Number.isInteger(by)) throw new RangeError(`cannot count ${by}`);
    return this.#counter.change(this.#name, by);
  }
  async each(steps: number[], told: (value: number) => void | Promise<void>) {
    for (const step of steps) await told(this.add(step));
  }
}

export class Counter extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS tallies (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
  }
  tally(name: string) {
    return new Tally(this, name);
  }
  change(name: string, by: number) {
    const rows = this.ctx.storage.sql.exec<{ value: number }>(
      "INSERT INTO tallies VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?2 RETURNING value", name, by);
    return rows.one().value;
  }
  all() {
    return new Map(this.ctx.storage.sql.exec<{ name: string; value: number }>("SELECT * FROM tallies ORDER BY name").toArray().map(({ name, value }) => [name, value]));
  }
}

export default {
  async fetch(request: Request, env: Env) {
    const { pathname, searchParams } = new URL(request.url);
    const [, room, name] = pathname.split("/");
    const counter = env.COUNTER.getByName(room);
    if (!name) return Response.json(Object.fromEntries(await counter.all()));
    using tally = await counter.tally(name);
    try {
      if (searchParams.has("each")) {
        const seen: number[] = [];
        await tally.each(JSON.parse(searchParams.get("each")!), (value) => void seen.push(value));
        return Response.json({ name: await tally.name, seen });
      }
      // In one round trip: the second call does not wait for the first.
      const [first, second] = await Promise.allSettled([tally.add(Number(searchParams.get("by") ?? 1)), counter.tally(name).add(1)]);
      if (first.status === "rejected") throw first.reason;
      return Response.json({ first: first.value, second: second.status === "fulfilled" ? second.value : String(second.reason) });
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 400 });
    }
  },
} satisfies ExportedHandler<Env>;

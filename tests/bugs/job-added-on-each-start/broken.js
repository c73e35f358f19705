import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, what TEXT UNIQUE)");
    ctx.storage.sql.exec("INSERT INTO jobs (what) VALUES (?)", `report ${crypto.randomUUID()}`);
  }

  fetch() {
    const { n } = this.ctx.storage.sql.exec("SELECT count(*) AS n FROM jobs").one();
    return new Response(`jobs ${n}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch(request) {
    const { sql } = this.ctx.storage;
    if (request.method === "DELETE") return this.clear();
    if (!this.made) {
      sql.exec("CREATE TABLE IF NOT EXISTS words (word TEXT)");
      this.made = true;
    }
    sql.exec("INSERT INTO words VALUES ('hi')");
    return new Response(`words ${sql.exec("SELECT count(*) AS n FROM words").one().n}`);
  }

  async clear() {
    await this.ctx.storage.deleteAll();

    return new Response("cleared");
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

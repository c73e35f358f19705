// Ends itself with deleteAll(), and believes that this was all.
import { DurableObject } from "cloudflare:workers";

export class DiaryRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS days (day INTEGER PRIMARY KEY, text TEXT)");
  }

  async fetch(request) {
    if (request.method === "DELETE") {
      await this.ctx.storage.deleteAll();
      return new Response("gone");
    }
    this.ctx.storage.sql.exec("INSERT INTO days (text) VALUES (?)", await request.text());
    await this.ctx.storage.setAlarm(Date.now() + 24 * 60 * 60 * 1000);
    return new Response("kept");
  }

  async alarm() {
    this.ctx.storage.sql.exec("INSERT INTO days (text) VALUES ('nothing happened today')");
    await this.ctx.storage.setAlarm(Date.now() + 24 * 60 * 60 * 1000);
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("diary").fetch(request),
};

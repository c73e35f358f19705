// Keeps every message in a table, for ever.
import { DurableObject } from "cloudflare:workers";

export class JournalRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, text TEXT)");
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    this.ctx.storage.sql.exec("INSERT INTO entries (text) VALUES (?)", text.padEnd(500));
    ws.send(`kept ${this.ctx.storage.sql.exec("SELECT count(*) AS n FROM entries").one().n}`);
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("journal").fetch(request),
};

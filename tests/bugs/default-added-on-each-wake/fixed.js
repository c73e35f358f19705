import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS channels (name TEXT, opened INTEGER)");
    const { n } = ctx.storage.sql.exec("SELECT count(*) AS n FROM channels").one();
    if (n === 0) ctx.storage.sql.exec("INSERT INTO channels VALUES (?, ?)", "general", Date.now());
  }

  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    if (text.startsWith("open ")) this.ctx.storage.sql.exec("INSERT INTO channels VALUES (?, ?)", text.slice(5), Date.now());
    const names = this.ctx.storage.sql.exec("SELECT DISTINCT name FROM channels ORDER BY name").toArray();
    socket.send(`channels ${names.map(({ name }) => name)}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

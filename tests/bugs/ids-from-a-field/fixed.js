import { DurableObject } from "cloudflare:workers";

export class ChatRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.db = ctx.storage.sql;
    this.db.exec("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, author TEXT, body TEXT)");
  }

  async fetch(request) {
    const url = new URL(request.url);
    if (url.pathname === "/history") {
      return Response.json(this.db.exec("SELECT author, body FROM messages ORDER BY id").toArray());
    }
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [url.searchParams.get("user")]);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  async webSocketMessage(ws, body) {
    const [author] = this.ctx.getTags(ws);
    this.db.exec("INSERT INTO messages (author, body) VALUES (?, ?)", author, body);
    for (const peer of this.ctx.getWebSockets()) {
      try {
        peer.send(JSON.stringify({ author, body }));
      } catch {}
    }
  }

  async webSocketClose(ws) {
    ws.close();
  }
}

export default {
  async fetch(request, env) {
    return env.CHAT_ROOM.get(env.CHAT_ROOM.idFromName("general")).fetch(request);
  },
};

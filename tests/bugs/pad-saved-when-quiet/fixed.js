import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.lines = (await ctx.storage.get("lines")) ?? [];
    });
  }

  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send(`pad ${this.lines.join(" / ")}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    this.lines.push(text);
    this.ctx.storage.put("lines", this.lines);
    for (const other of this.ctx.getWebSockets()) if (other !== socket) other.send(`line ${text}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

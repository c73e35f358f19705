import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.text = (await ctx.storage.get("text")) ?? "";
    });
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, word) {
    if (word !== "read") this.text += `${word};`;

    ws.send(`text: ${this.text}`);
  }

  async webSocketClose(ws) {
    ws.close();
    if (this.ctx.getWebSockets().every((one) => one === ws)) await this.ctx.storage.put("text", this.text);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

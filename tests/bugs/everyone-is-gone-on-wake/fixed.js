import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      if (ctx.getWebSockets().length === 0) await ctx.storage.put("round", 0);
    });
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws) {
    const round = (await this.ctx.storage.get("round")) + 1;
    await this.ctx.storage.put("round", round);
    for (const one of this.ctx.getWebSockets()) one.send(`round ${round}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

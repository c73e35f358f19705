import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, item) {

    const stock = (await this.ctx.storage.get("stock")) ?? 1;
    if (stock < 1) return ws.send("sold out");
    await fetch("https://price.example.com/");
    await this.ctx.storage.put("stock", stock - 1);
    this.sold = (this.sold ?? 0) + 1;
    for (const one of this.ctx.getWebSockets()) one.send(`sold ${this.sold}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

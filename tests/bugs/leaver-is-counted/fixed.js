import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    await this.ctx.storage.put("open", true);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketClose(ws) {
    ws.close();
    if (this.ctx.getWebSockets().every((one) => one === ws)) await this.ctx.storage.deleteAll();
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

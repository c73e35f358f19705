import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send(JSON.stringify({ all: this.ctx.storage.kv.get("items") ?? [] }));
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, item) {
    this.ctx.storage.kv.put("items", [...(this.ctx.storage.kv.get("items") ?? []), item]);
    for (const one of this.ctx.getWebSockets()) one.send(JSON.stringify({ item }));
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    if (!this.ctx.storage.kv.get(`met ${name}`)) server.send(JSON.stringify({ all: this.ctx.storage.kv.get("items") ?? [] }));
    this.ctx.storage.kv.put(`met ${name}`, true);
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

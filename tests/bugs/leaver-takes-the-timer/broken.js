import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send(`text: ${(await this.ctx.storage.get("text")) ?? ""}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    clearTimeout(this.saving);
    this.saving = setTimeout(async () => {
      await this.ctx.storage.put("text", text);
      for (const one of this.ctx.getWebSockets()) one.send(`saved ${text}`);
    }, 2000);
  }

  webSocketClose(ws) {
    ws.close();
    clearTimeout(this.saving);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

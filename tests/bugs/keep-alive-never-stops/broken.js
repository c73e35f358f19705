import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, work) {
    await this.ctx.storage.put("working", work);
    await this.ctx.storage.setAlarm(Date.now() + 30_000);
  }

  webSocketClose(ws) {
    ws.close();
  }

  async alarm() {
    await this.ctx.storage.delete("working");
    await this.ctx.storage.setAlarm(Date.now() + 30_000);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

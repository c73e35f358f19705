import { DurableObject } from "cloudflare:workers";

const SWEEP_MS = 30_000;

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    await this.ctx.storage.put("open", true);

    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketClose(ws) {
    ws.close();
    if (this.ctx.getWebSockets().length === 0) await this.ctx.storage.setAlarm(Date.now() + SWEEP_MS);
  }

  async alarm() {
    if (this.ctx.getWebSockets().length === 0) await this.ctx.storage.deleteAll();
    else await this.ctx.storage.setAlarm(Date.now() + SWEEP_MS);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, count) {
    await this.ctx.storage.put("left", Number(count));
    await this.ctx.storage.setAlarm(Date.now());
  }

  async alarm() {
    const left = (await this.ctx.storage.get("left")) - 1;
    await this.ctx.storage.put("left", left);
    for (const ws of this.ctx.getWebSockets()) ws.send(`left ${left}`);
    if (left > 0) await this.ctx.storage.setAlarm(Date.now());
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

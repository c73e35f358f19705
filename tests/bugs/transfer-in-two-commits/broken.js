import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    if (request.headers.get("upgrade")) {
      const [client, server] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    const [here, there] = await this.amounts();
    await this.ctx.storage.put("here", here - 1);
    await this.ctx.storage.sync();
    await this.ctx.storage.put("there", there + 1);
    return new Response("moved");
  }

  async amounts() {
    const stored = await this.ctx.storage.get(["here", "there"]);
    return [stored.get("here") ?? 10, stored.get("there") ?? 0];
  }

  async webSocketMessage(ws) {
    const [here, there] = await this.amounts();
    ws.send(`together ${here + there};`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

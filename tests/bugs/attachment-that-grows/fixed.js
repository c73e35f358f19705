import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, stroke) {
    const strokes = (await this.ctx.storage.get("strokes")) ?? 0;
    await this.ctx.storage.put({ strokes: strokes + 1, [`stroke ${strokes}`]: stroke });
    ws.send(`kept ${strokes + 1}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

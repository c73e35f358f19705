import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, stroke) {
    const strokes = [...(ws.deserializeAttachment() ?? []), stroke];
    ws.serializeAttachment(strokes);
    ws.send(`kept ${strokes.length}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

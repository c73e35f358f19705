import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ points: 0 });
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws) {
    const player = ws.deserializeAttachment();
    player.points += 1;
    ws.serializeAttachment(player);
    ws.send(`points ${player.points}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  sessions = new Map();

  fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    this.sessions.set(server, { name });
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    const known = this.sessions.get(ws);
    if (!known) return;
    for (const other of this.ctx.getWebSockets()) other.send(`${known.name}: ${text}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

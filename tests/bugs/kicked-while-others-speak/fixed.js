import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(new URL(request.url).searchParams.get("name"));
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    const [command, whom] = text.split(" ");
    for (const one of this.ctx.getWebSockets()) {
      if (one.readyState !== WebSocket.READY_STATE_OPEN) continue;
      if (command !== "kick") one.send(text);
      else if (one.deserializeAttachment() === whom) one.close(4001, "kicked");
    }
  }

  webSocketClose(ws) {
    ws.close();
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

// What one says all hear; "ping" is answered by the platform, without waking the room.
import { DurableObject } from "cloudflare:workers";

export class BulletinRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    for (const other of this.ctx.getWebSockets()) other.send(text);
  }

  webSocketClose(ws, code) {
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code);
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("bulletin").fetch(request),
};

// Its clients' heartbeats are answered without it.
import { DurableObject } from "cloudflare:workers";

export class BeatsRoom extends DurableObject {
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
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("beats").fetch(request),
};

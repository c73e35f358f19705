// Keeps what each client carries in its socket's attachment: it survives hibernation, and costs no rows.
import { DurableObject } from "cloudflare:workers";

export class BackpackRoom extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment([]);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, thing) {
    const carried = [...ws.deserializeAttachment(), thing];
    try {
      ws.serializeAttachment(carried);
      ws.send(`carries ${carried.length}`);
    } catch (error) {
      ws.send(`too much: ${error.message}`);
    }
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("backpacks").fetch(request),
};

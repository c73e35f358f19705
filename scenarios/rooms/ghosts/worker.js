// Who is here: the room asks its sockets, as the documentation shows.
import { DurableObject } from "cloudflare:workers";

export class PresenceRoom extends DurableObject {
  fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ name });
    const here = this.ctx.getWebSockets().map((ws) => ws.deserializeAttachment().name);
    const twice = here.filter((other) => other === name).length > 1;
    server.send(JSON.stringify({ here: here.sort(), ...(twice ? { ghost: name } : {}) }));
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
  fetch(request, env) {
    return env.ROOMS.getByName(new URL(request.url).searchParams.get("room")).fetch(request);
  },
};

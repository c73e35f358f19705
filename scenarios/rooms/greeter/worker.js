// The smallest room: /rooms/NAME is a WebSocket to the Durable Object of that name.
import { DurableObject } from "cloudflare:workers";

export class GreeterRoom extends DurableObject {
  fetch(request) {
    const name = new URL(request.url).pathname.split("/").at(-1);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send(`welcome to ${name}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    for (const other of this.ctx.getWebSockets()) other.send(text);
  }
}

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    const room = pathname.match(/^\/rooms\/([\w-]+)$/)?.[1];
    if (!room) return new Response("No such page", { status: 404 });
    if (request.headers.get("upgrade") !== "websocket") {
      return new Response("Expected Upgrade: websocket", { status: 426, headers: { upgrade: "websocket" } });
    }
    return env.ROOMS.getByName(room).fetch(request);
  },
};

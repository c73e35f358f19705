import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {

  fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(name);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    if (text === "who") ws.send(`here: ${this.ctx.getWebSockets().map((one) => one.deserializeAttachment()).sort().join(" ")}`);
  }

  webSocketClose(ws) {
    ws.close();
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

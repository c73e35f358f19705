import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    const here = this.ctx.getWebSockets().map((one) => one.deserializeAttachment());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(name);
    server.send(`here: ${[...here, name].join()}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketClose(ws) {
    ws.close();
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ name, heard: Date.now() });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 15_000);
    return new Response(null, { status: 101, webSocket: client });
  }

  names() {
    return this.ctx.getWebSockets().map((ws) => ws.deserializeAttachment().name);
  }

  webSocketMessage(ws, text) {
    ws.serializeAttachment({ ...ws.deserializeAttachment(), heard: Date.now() });
    ws.send(text === "who" ? `here ${this.names().sort().join(" ")}` : "pong");
  }

  webSocketClose(ws) {
    ws.close();
  }

  async alarm() {

    if (this.ctx.getWebSockets().length > 0) await this.ctx.storage.setAlarm(Date.now() + 15_000);
    else await this.ctx.storage.deleteAll();
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

const sockets = (ctx, but) => ctx.getWebSockets().filter((ws) => ws !== but && ws.readyState === WebSocket.OPEN);

export class Room extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ id: crypto.randomUUID(), waits: false });
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const { id } = ws.deserializeAttachment();
    ws.serializeAttachment({ id, waits: text === "take" });
    const holder = await this.ctx.storage.get("holder");
    if (holder === undefined || (text === "give back" && holder === id)) await this.next();
  }

  async next(but) {
    const ws = sockets(this.ctx, but).find((one) => one.deserializeAttachment().waits);
    if (ws === undefined) return this.ctx.storage.delete("holder");
    const { id } = ws.deserializeAttachment();
    ws.serializeAttachment({ id, waits: false });
    await this.ctx.storage.put("holder", id);
    ws.send("yours");
  }

  async webSocketClose(ws) {
    if ((await this.ctx.storage.get("holder")) === ws.deserializeAttachment().id) await this.next(ws);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

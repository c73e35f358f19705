import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    if (text === "how many") {
      const { size } = await this.ctx.storage.list({ prefix: "line:" });
      const told = (await this.ctx.storage.get("told")) ?? 0;
      return ws.send(size === told ? "all are kept" : `of ${told} lines ${size} are kept`);
    }
    const told = (await this.ctx.storage.get("told")) ?? 0;
    await this.ctx.storage.put(`line:${told}`, text);
    await this.ctx.storage.put("told", told + 1);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

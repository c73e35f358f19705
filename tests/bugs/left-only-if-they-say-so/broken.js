import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(name);
    const here = (await this.ctx.storage.get("here")) ?? [];
    await this.ctx.storage.put("here", [...here, name]);
    server.send(`here: ${[...here, name].join()}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketClose(ws, code) {
    ws.close();
    if (code !== 1000) return;
    const here = (await this.ctx.storage.get("here")) ?? [];
    await this.ctx.storage.put("here", here.filter((name) => name !== ws.deserializeAttachment()));
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

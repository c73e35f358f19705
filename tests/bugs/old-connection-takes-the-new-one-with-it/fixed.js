import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(new URL(request.url).searchParams.get("name"));
    await this.tell(await this.enter(server.deserializeAttachment()));
    return new Response(null, { status: 101, webSocket: client });
  }

  async enter(name) {
    const here = this.ctx.getWebSockets().map((one) => one.deserializeAttachment());
    const kept = ((await this.ctx.storage.get("online")) ?? []).filter((one) => here.includes(one));
    const online = new Set(kept).add(name);
    await this.ctx.storage.put("online", [...online]);
    return online;
  }

  async webSocketClose(ws) {
    ws.close();
    const gone = ws.deserializeAttachment();
    if (this.ctx.getWebSockets().some((one) => one !== ws && one.deserializeAttachment() === gone)) return;
    const online = new Set(await this.ctx.storage.get("online"));
    online.delete(gone);
    await this.ctx.storage.put("online", [...online]);
    await this.tell(online);
  }

  webSocketMessage() {}

  async tell(online) {
    for (const one of this.ctx.getWebSockets())
      if (one.readyState === WebSocket.READY_STATE_OPEN) one.send(JSON.stringify({ online: [...online] }));
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

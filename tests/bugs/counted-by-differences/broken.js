import { DurableObject } from "cloudflare:workers";

export class Directory extends DurableObject {
  async change(room, by) {
    const people = Math.max(0, ((await this.ctx.storage.get(room)) ?? 0) + by);
    await this.ctx.storage.put(room, people);
  }

  async rooms() {
    return Object.fromEntries(await this.ctx.storage.list());
  }
}

export class Room extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("room");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(name);
    await this.env.DIRECTORY.getByName("all").change(name, +1);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    for (const other of this.ctx.getWebSockets()) if (other !== ws && other.readyState === WebSocket.OPEN) other.send(text);
  }

  async webSocketClose(ws) {
    ws.close();
    await this.env.DIRECTORY.getByName("all").change(ws.deserializeAttachment(), -1);
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/rooms") {
      const rooms = await env.DIRECTORY.getByName("all").rooms();
      const busy = Object.entries(rooms).filter(([, people]) => people > 0);
      return new Response(busy.length ? `busy: ${busy.map(([name, people]) => `${name} ${people}`)}` : "all quiet");
    }
    return env.ROOM.getByName(url.searchParams.get("room")).fetch(request);
  },
};

import { DurableObject } from "cloudflare:workers";

const LEASE = 5 * 60_000;

export class Directory extends DurableObject {
  async report(room, people) {
    if (people > 0) await this.ctx.storage.put(room, { people, until: Date.now() + LEASE });
    else await this.ctx.storage.delete(room);
  }

  async rooms() {
    const now = Date.now();
    const rooms = {};
    for (const [name, { people, until }] of await this.ctx.storage.list()) {
      if (until > now) rooms[name] = people;
    }
    return rooms;
  }
}

export class Room extends DurableObject {
  // Sockets that are open now; whoever is about to go is not among them.
  async report(name) {
    const people = this.ctx.getWebSockets().filter((ws) => ws.readyState === WebSocket.OPEN).length;
    if (people > 0) await this.ctx.storage.setAlarm(Date.now() + LEASE / 2);
    try {
      await this.env.DIRECTORY.getByName("all").report(name, people);
    } catch {
      // The next alarm says it again; and what nobody says any more is forgotten.
    }
  }

  async fetch(request) {
    const name = new URL(request.url).searchParams.get("room");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(name);
    await this.ctx.storage.put("name", name);
    await this.report(name);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    for (const other of this.ctx.getWebSockets()) if (other !== ws && other.readyState === WebSocket.OPEN) other.send(text);
  }

  async webSocketClose(ws) {
    ws.close();
    await this.report(ws.deserializeAttachment());
  }

  async alarm() {
    await this.report(await this.ctx.storage.get("name"));
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

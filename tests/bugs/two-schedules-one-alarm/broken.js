import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    if (request.headers.get("upgrade")) {
      const [client, server] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    await this.schedule("tidy", 60_000);
    return new Response("later");
  }

  webSocketMessage() {
    return this.schedule("remind", 10_000);
  }

  async schedule(what, inMs) {
    await this.ctx.storage.put(`due:${what}`, Date.now() + inMs);
    await this.arm(Date.now() + inMs);
  }

  async arm(time) {
    await this.ctx.storage.setAlarm(time);
  }

  async alarm() {
    const due = await this.ctx.storage.list({ prefix: "due:" });
    for (const [key, time] of due) {
      if (time > Date.now()) continue;
      due.delete(key);
      await this.ctx.storage.delete(key);
      for (const ws of this.ctx.getWebSockets()) ws.send(`${key.slice(4)} now`);
    }
    if (due.size > 0) await this.ctx.storage.setAlarm(Math.min(...due.values()));
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    const began = await this.ctx.storage.get("began");
    if (began === undefined) {
      await this.ctx.storage.put("began", Date.now());
      await this.ctx.storage.setAlarm(Date.now() + 20_000);
    } else if (Date.now() - began > 120_000 && !(await this.ctx.storage.get("over"))) {
      server.send("a round of 20 seconds goes on for minutes");
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  async alarm() {
    await this.ctx.storage.put("over", true);
    for (const one of this.ctx.getWebSockets()) one.send("over");
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

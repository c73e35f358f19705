import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const { taken = 0, sent = 0, waiting = [] } = Object.fromEntries(await this.ctx.storage.list());
    if (text === "how is it") return ws.send(taken === sent + waiting.length ? "all is well" : "an event was lost");
    await this.ctx.storage.put({ taken: taken + 1, waiting: [...waiting, text] });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 5_000);
  }

  async alarm() {
    const { sent = 0, waiting = [] } = Object.fromEntries(await this.ctx.storage.list());
    await fetch("https://events.example.com/", { method: "POST", body: JSON.stringify(waiting) });
    await this.ctx.storage.put({ sent: sent + waiting.length, waiting: [] });

  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

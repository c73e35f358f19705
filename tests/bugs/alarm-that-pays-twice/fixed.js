import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    if (request.headers.get("upgrade")) {
      const [client, server] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    await this.ctx.storage.put("amount", await request.text());
    await this.ctx.storage.setAlarm(Date.now() + 10_000);
    return new Response("will be paid");
  }

  async webSocketMessage(ws) {
    ws.send(`receipt: ${await this.ctx.storage.get("receipt")}`);
  }

  async alarm() {
    if (await this.ctx.storage.get("paying")) return;
    await this.ctx.storage.put("paying", true);
    const answer = await fetch("https://bank.example.com/", { method: "POST", body: await this.ctx.storage.get("amount") });
    await this.ctx.storage.put("receipt", await answer.text());
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

// Charges once, a minute after somebody subscribes: so it believes.
import { DurableObject } from "cloudflare:workers";

export class SubscriptionRoom extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    if (!(await this.ctx.storage.get("subscribed"))) {
      await this.ctx.storage.put("subscribed", true);
      await this.ctx.storage.setAlarm(Date.now() + 60_000);
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  async alarm() {
    const receipt = await fetch("https://pay.example.com/charge", { method: "POST" });
    const text = await receipt.text();
    for (const ws of this.ctx.getWebSockets()) ws.send(text);
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("subscriber").fetch(request),
};

// Counts messages, and answers before the count is durable.
import { DurableObject } from "cloudflare:workers";

let acknowledged = 0; // outlives an instance that crashes, since its isolate does: here it bears witness

export class CounterRoom extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    const count = (await this.ctx.storage.get("count")) ?? 0;
    if (count < acknowledged) server.send(`forgot ${acknowledged - count}`);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws) {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count, { allowUnconfirmed: true });
    ws.send(`count ${count}`);
    acknowledged = count;
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("counter").fetch(request),
};

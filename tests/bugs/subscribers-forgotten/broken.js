import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  topics = {};

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, message) {
    const [verb, topic] = message.split(" ");
    if (verb === "subscribe") {
      (this.topics[topic] ??= new Set()).add(ws);
      ws.send("subscribed");
      return;
    }
    for (const one of this.topics[topic] ?? []) one.send(`news of ${topic}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

// Depth 1: cat's last before ann's first.
export class Room extends DurableObject {
  came = { ann: 0, bob: 0, cat: 0 };

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, name) {
    this.came[name]++;
    const { ann, bob, cat } = this.came;
    if (cat === 4 && ann === 0) throw new Error("planted");
  }

  webSocketClose() {}
}

export default {
  fetch: (request, env) => env.ROOM.getByName("one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

// Depth 3: bob's first as in depth 2, and cat's first between bob's second and his third.
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
    if (name === "bob" && bob === 1) this.first = ann === 3;
    if (name === "cat" && cat === 1 && bob === 2 && ann === 3 && this.first) throw new Error("planted");
  }

  webSocketClose() {}
}

export default {
  fetch: (request, env) => env.ROOM.getByName("one").fetch(request),
};

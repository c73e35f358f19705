import { DurableObject } from "cloudflare:workers";

// Depth 2: bob's first after ann's third and before her fourth.
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
    if (name === "bob" && bob === 1 && ann === 3) throw new Error("planted");
  }

  webSocketClose() {}
}

export default {
  fetch: (request, env) => env.ROOM.getByName("one").fetch(request),
};

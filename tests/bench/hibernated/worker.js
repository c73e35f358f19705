// Rooms that have one socket and one row, and nothing to do.
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    await this.ctx.storage.put("row", "value");
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage() {}
}
export default {
  fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room");
    return env.ROOMS.get(env.ROOMS.idFromName(room)).fetch(request);
  },
};

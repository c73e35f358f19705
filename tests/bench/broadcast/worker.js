import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    const message = JSON.parse(text);
    const settings = await this.ctx.storage.get("settings");
    const out = JSON.stringify({ from: message.from, n: message.n, settings });
    for (const other of this.ctx.getWebSockets()) if (other !== ws) other.send(out);
  }
}
export default { fetch(request, env) { return env.ROOMS.get(env.ROOMS.idFromName("one")).fetch(request); } };

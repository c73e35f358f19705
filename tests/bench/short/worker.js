import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    const n = (await this.ctx.storage.get("n")) ?? 0;
    await this.ctx.storage.put("n", n + 1);
    for (const other of this.ctx.getWebSockets()) other.send(text + n);
    if (n % 3 === 0) await this.ctx.storage.setAlarm(Date.now() + 5000);
  }
  async alarm() { for (const ws of this.ctx.getWebSockets()) ws.send("tick"); }
}
export default { fetch(request, env) { return env.ROOM.getByName("a").fetch(request); } };

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [name]);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketClose(ws, code, reason) {
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code, reason);
    const [name] = this.ctx.getTags(ws);
    for (const other of this.ctx.getWebSockets()) if (other !== ws) other.send(`${name} has left`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

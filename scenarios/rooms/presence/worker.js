// Who is here: one Durable Object a room. A person is here as long as one of their sockets is.
import { DurableObject } from "cloudflare:workers";

export class PresenceRoom extends DurableObject {
  async fetch(request) {
    if (request.headers.get("Upgrade") !== "websocket") return Response.json({ here: this.here() });
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    const first = this.ctx.getWebSockets(name).length === 0;
    this.ctx.acceptWebSocket(server, [name]);
    server.send(JSON.stringify({ here: this.here() }));
    if (first) this.broadcast({ came: name });
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    const [name] = this.ctx.getTags(ws);
    this.broadcast({ from: name, text });
  }

  webSocketClose(ws, code) {
    const [name] = this.ctx.getTags(ws);
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code);
    // The socket that closes is still in the list.
    const others = this.ctx.getWebSockets(name).filter((one) => one !== ws);
    if (others.length === 0) this.broadcast({ went: name }, ws);
  }

  here() {
    return [...new Set(this.ctx.getWebSockets().flatMap((ws) => this.ctx.getTags(ws)))].sort();
  }

  broadcast(message, but) {
    const text = JSON.stringify(message);
    for (const ws of this.ctx.getWebSockets()) {
      if (ws !== but && ws.readyState === WebSocket.READY_STATE_OPEN) ws.send(text);
    }
  }
}

export default {
  async fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room") ?? "lobby";
    try {
      return await env.ROOM.getByName(room).fetch(request);
    } catch (error) {
      if (!error.overloaded) throw error;
      return new Response("Too many at once", { status: 503, headers: { "retry-after": "5" } });
    }
  },
};

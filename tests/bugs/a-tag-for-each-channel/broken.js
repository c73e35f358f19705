import { DurableObject } from "cloudflare:workers";

// A feed of many channels: who connects says which of them to hear.
export class Feed extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.headers.get("Upgrade") === "websocket") {
      const channels = url.searchParams.get("channels").split(",");
      const [client, server] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(server, channels);
      server.send(`listening to ${channels.length} channels`);
      return new Response(null, { status: 101, webSocket: client });
    }
    const channel = url.searchParams.get("channel");
    const text = await request.text();
    const listeners = this.ctx.getWebSockets(channel).filter((ws) => ws.readyState === WebSocket.OPEN);
    listeners.forEach((ws) => ws.send(`${channel}: ${text}`));
    return Response.json({ sent: listeners.length });
  }

  webSocketClose(ws, code) {
    ws.close(code === 1005 || code === 1006 ? 1000 : code);
  }
}

export default {
  fetch: (request, env) => env.FEED.get(env.FEED.idFromName("world")).fetch(request),
};

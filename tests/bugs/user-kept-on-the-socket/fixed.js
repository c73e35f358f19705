import { DurableObject } from "cloudflare:workers";

export class Desk extends DurableObject {
  fetch(request) {
    if (request.headers.get("Upgrade") !== "websocket") return new Response("no", { status: 426 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, raw) {
    const message = JSON.parse(raw);
    switch (message.type) {
      case "auth":
        ws.serializeAttachment({ user: message.token.split(".")[0] });
        ws.send(JSON.stringify({ type: "welcome", user: ws.deserializeAttachment().user }));
        break;
      case "say":
        if (!ws.deserializeAttachment()) return ws.send(JSON.stringify({ type: "error", reason: "not authenticated" }));
        for (const peer of this.ctx.getWebSockets()) {
          if (peer !== ws && peer.readyState === 1) peer.send(JSON.stringify({ type: "said", by: ws.deserializeAttachment().user, text: message.text }));
        }
    }
  }

  webSocketClose(ws) {
    ws.close();
  }
}

export default { fetch: (request, env) => env.DESK.getByName("desk").fetch(request) };

// A room that closes sockets of which it has heard nothing for 45 seconds: half-open connections would stay for ever.
import { DurableObject } from "cloudflare:workers";

const SILENT_FOR_MS = 45 * 1000;
const SWEEP_MS = 15 * 1000;

export class HeartbeatRoom extends DurableObject {
  async fetch(request) {
    if (request.headers.get("Upgrade") !== "websocket") return new Response("Expected Upgrade: websocket", { status: 426 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ heard: Date.now() });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + SWEEP_MS);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, text) {
    if (ws.readyState !== WebSocket.READY_STATE_OPEN) return; // it was closed here, and had this on its way
    ws.serializeAttachment({ heard: Date.now() });
    if (text === "ping") ws.send("pong");
  }

  webSocketClose(ws, code) {
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code);
  }

  async alarm() {
    const sockets = this.ctx.getWebSockets();
    for (const ws of sockets) {
      if (Date.now() - ws.deserializeAttachment().heard > SILENT_FOR_MS) ws.close(4008, "heard nothing");
    }
    if (sockets.length > 0) await this.ctx.storage.setAlarm(Date.now() + SWEEP_MS);
    else await this.ctx.storage.deleteAll();
  }
}

export default {
  fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room") ?? "lobby";
    return env.ROOM.getByName(room).fetch(request);
  },
};

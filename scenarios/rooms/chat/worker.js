// A chat: one Durable Object a room, hibernating sockets, history in storage.
import { DurableObject } from "cloudflare:workers";

const KEPT_MESSAGES = 50; // in storage
const SHOWN_MESSAGES = 20; // to someone who joins
const EMPTY_FOR_MS = 10 * 60 * 1000; // then the storage is freed

const keyOf = (n) => `msg:${String(n).padStart(12, "0")}`;

export class ChatRoom extends DurableObject {
  async fetch(request) {
    if (request.headers.get("Upgrade") !== "websocket") {
      return new Response("Expected Upgrade: websocket", { status: 426, headers: { Upgrade: "websocket" } });
    }
    const name = new URL(request.url).searchParams.get("name") ?? "guest";
    const [client, server] = Object.values(new WebSocketPair());

    await this.ctx.storage.deleteAlarm();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ name });

    const stored = await this.ctx.storage.list({ prefix: "msg:", reverse: true, limit: SHOWN_MESSAGES });
    server.send(JSON.stringify({ history: [...stored.values()].reverse() }));
    this.broadcast({ joined: name });
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const { name } = ws.deserializeAttachment();
    const n = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    const message = { from: name, text, n };
    await this.ctx.storage.put({ count: n, [keyOf(n)]: message });
    if (n > KEPT_MESSAGES) await this.ctx.storage.delete(keyOf(n - KEPT_MESSAGES));
    this.broadcast(message);
  }

  async webSocketClose(ws, code, reason) {
    // 1005 (no code came) and 1006 (connection lost) are only ever reported: sending them throws.
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code, reason);
    await this.leave(ws);
  }

  async webSocketError(ws) {
    await this.leave(ws);
  }

  async leave(ws) {
    const { name } = ws.deserializeAttachment();
    const others = this.ctx.getWebSockets().filter((other) => other !== ws); // the closing one is still listed
    this.broadcast({ left: name }, others);
    if (others.length === 0) await this.ctx.storage.setAlarm(Date.now() + EMPTY_FOR_MS);
  }

  async alarm() {
    if (this.ctx.getWebSockets().length === 0) await this.ctx.storage.deleteAll();
  }

  broadcast(message, sockets = this.ctx.getWebSockets()) {
    const text = JSON.stringify(message);
    for (const ws of sockets) {
      if (ws.readyState === WebSocket.OPEN) ws.send(text);
    }
  }
}

export default {
  async fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room");
    if (!room) return new Response("Which room? Add ?room=NAME", { status: 400 });
    return env.ROOMS.get(env.ROOMS.idFromName(room)).fetch(request);
  },
};

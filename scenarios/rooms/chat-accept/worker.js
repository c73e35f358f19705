// The same chat with accept() and listeners: to its clients no different, but never out of memory while one is there.
import { DurableObject } from "cloudflare:workers";

const KEPT_MESSAGES = 50; // in storage
const SHOWN_MESSAGES = 20; // to someone who joins
const EMPTY_FOR_MS = 10 * 60 * 1000; // then the storage is freed

const keyOf = (n) => `msg:${String(n).padStart(12, "0")}`;

export class ChatRoom extends DurableObject {
  names = new Map(); // socket -> name, of those who are here

  async fetch(request) {
    if (request.headers.get("Upgrade") !== "websocket") {
      return new Response("Expected Upgrade: websocket", { status: 426, headers: { Upgrade: "websocket" } });
    }
    const name = new URL(request.url).searchParams.get("name") ?? "guest";
    const [client, server] = Object.values(new WebSocketPair());

    await this.ctx.storage.deleteAlarm();
    server.accept();
    this.names.set(server, name);
    server.addEventListener("message", (event) => this.said(name, event.data));
    server.addEventListener("close", () => this.left(server)); // the runtime has answered the Close frame
    server.addEventListener("error", () => this.left(server));

    const stored = await this.ctx.storage.list({ prefix: "msg:", reverse: true, limit: SHOWN_MESSAGES });
    server.send(JSON.stringify({ history: [...stored.values()].reverse() }));
    this.broadcast({ joined: name });
    return new Response(null, { status: 101, webSocket: client });
  }

  async said(name, text) {
    const n = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    const message = { from: name, text, n };
    await this.ctx.storage.put({ count: n, [keyOf(n)]: message });
    if (n > KEPT_MESSAGES) await this.ctx.storage.delete(keyOf(n - KEPT_MESSAGES));
    this.broadcast(message);
  }

  async left(ws) {
    const name = this.names.get(ws);
    if (!this.names.delete(ws)) return;
    this.broadcast({ left: name });
    if (this.names.size === 0) await this.ctx.storage.setAlarm(Date.now() + EMPTY_FOR_MS);
  }

  async alarm() {
    if (this.names.size === 0) await this.ctx.storage.deleteAll();
  }

  broadcast(message) {
    const text = JSON.stringify(message);
    for (const ws of this.names.keys()) {
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

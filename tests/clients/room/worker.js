// A room that tells clients what it sees of them.
import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const { searchParams, pathname } = new URL(request.url);
    if (request.headers.get("Upgrade") !== "websocket") return this.ask(request, pathname);
    const [client, server] = Object.values(new WebSocketPair());
    const name = searchParams.get("name") ?? "guest";
    this.ctx.acceptWebSocket(server, [name]);
    const token = searchParams.get("token");
    if (token !== null && (await this.ctx.storage.get(`token:${token}`))) {
      server.send(JSON.stringify({ type: "resumed", token, room: searchParams.get("room") }));
    } else {
      const fresh = `${name}-${((await this.ctx.storage.get("tokens")) ?? 0) + 1}`;
      await this.ctx.storage.put({ tokens: Number(fresh.split("-").at(-1)), [`token:${fresh}`]: true });
      server.send(JSON.stringify({ type: "welcome", session: { token: fresh }, user: request.headers.get("x-user") }));
    }
    const protocol = request.headers.get("sec-websocket-protocol")?.split(", ")[0];
    const headers = protocol ? { "sec-websocket-protocol": protocol } : {};
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  async ask(request, pathname) {
    if (pathname === "/echo") return new Response(await request.text(), { headers: { "x-type": request.headers.get("content-type") } });
    if (pathname === "/count") {
      const sockets = this.ctx.getWebSockets();
      const names = new Set(sockets.flatMap((ws) => this.ctx.getTags(ws)));
      return Response.json({ sockets: sockets.length, names: names.size, list: [{ id: "first" }] });
    }
    return new Response("not here", { status: 404 });
  }

  webSocketMessage(ws, message) {
    if (typeof message !== "string") {
      const bytes = new Uint8Array(message);
      ws.send(`bytes ${bytes.length} sum ${bytes.reduce((sum, byte) => sum + byte, 0)}`);
    } else if (message === "ping") {
      ws.send("pong");
    } else if (message === "kick me") {
      ws.close(4001, "kicked");
    } else if (message.startsWith("to all ")) {
      for (const other of this.ctx.getWebSockets()) other.send(message);
    } else {
      ws.send(`heard ${message}`);
    }
  }

  webSocketClose(ws, code) {
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code);
  }
}

export default {
  fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room") ?? "lobby";
    return env.ROOM.getByName(room).fetch(request);
  },
};

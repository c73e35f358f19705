import { DurableObject } from "cloudflare:workers";

export class CardTable extends DurableObject {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name");
    const here = this.seated();
    if (here.length >= 4) return new Response("full", { status: 409 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const seat = here.length;
    server.serializeAttachment({ name, seat });
    server.send(JSON.stringify({ type: "seat", seat }));
    this.announce();
    return new Response(null, { status: 101, webSocket: client });
  }

  seated() {
    return this.ctx.getWebSockets().filter((ws) => ws.readyState === 1).map((ws) => ws.deserializeAttachment()).filter(Boolean);
  }

  announce() {
    const table = this.seated().sort((a, b) => a.seat - b.seat || a.name.localeCompare(b.name)).map(({ name, seat }) => `${seat}=${name}`).join(" ");
    for (const ws of this.ctx.getWebSockets()) if (ws.readyState === 1) ws.send(JSON.stringify({ type: "table", table }));
  }

  webSocketMessage(ws, message) {
    const me = ws.deserializeAttachment();
    for (const other of this.ctx.getWebSockets()) if (other.readyState === 1) other.send(JSON.stringify({ type: "play", seat: me.seat, card: message }));
  }

  webSocketClose(ws) {
    ws.close();
    this.announce();
  }
}

export default {
  fetch(request, env) {
    const table = new URL(request.url).searchParams.get("table") ?? "1";
    return env.CARD_TABLE.getByName(table).fetch(request);
  },
};

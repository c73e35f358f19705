// A log that everyone appends to: entries are numbered, acknowledged, and told again to whoever comes back with the number
// of the last one that they have seen.
import { DurableObject } from "cloudflare:workers";

const KEPT = 1000;

export class LogRoom extends DurableObject {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    if (request.headers.get("Upgrade") !== "websocket") return Response.json({ last: await this.last() });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    const last = await this.last();
    const since = searchParams.get("since");
    server.send(JSON.stringify({ type: "welcome", last }));
    if (since !== null) {
      const missed = await this.ctx.storage.list({ start: key(Number(since) + 1), prefix: "entry:" });
      for (const entry of missed.values()) server.send(JSON.stringify({ type: "entry", ...entry, again: true }));
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const { id, from } = JSON.parse(text);
    // Sent twice because the acknowledgement was lost: written once.
    const known = await this.ctx.storage.get(`id:${id}`);
    if (known !== undefined) return ws.send(JSON.stringify({ type: "ack", id, seq: known }));
    const seq = (await this.last()) + 1;
    await this.ctx.storage.put({ last: seq, [key(seq)]: { seq, id, from }, [`id:${id}`]: seq });
    if (seq > KEPT) await this.ctx.storage.delete(key(seq - KEPT));
    ws.send(JSON.stringify({ type: "ack", id, seq }));
    for (const other of this.ctx.getWebSockets()) {
      if (other !== ws && other.readyState === WebSocket.READY_STATE_OPEN)
        other.send(JSON.stringify({ type: "entry", seq, id, from }));
    }
  }

  webSocketClose(ws, code) {
    if (code === 1005 || code === 1006) ws.close();
    else ws.close(code);
  }

  async last() {
    return (await this.ctx.storage.get("last")) ?? 0;
  }
}

const key = (seq) => `entry:${String(seq).padStart(9, "0")}`;

export default {
  fetch(request, env) {
    const room = new URL(request.url).searchParams.get("room") ?? "lobby";
    return env.ROOM.getByName(room).fetch(request);
  },
};

import { decode, encode } from "@msgpack/msgpack";
import { DurableObject } from "cloudflare:workers";

interface Env {
  GAME: DurableObjectNamespace<Game>;
}

type Player = { id: number; x: number; y: number };

/** Relays where players are; they speak MessagePack. */
export class Game extends DurableObject<Env> {
  async fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const id = ((await this.ctx.storage.get<number>("players")) ?? 0) + 1;
    await this.ctx.storage.put("players", id);
    const player: Player = { id, x: 0, y: 0 };
    server.serializeAttachment(player);
    server.send(encode({ you: id, others: this.others(server).map(([, other]) => other) }));
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    if (typeof message === "string") return socket.close(1003, "binary only");
    const move = decode(message) as { dx: number; dy: number; at?: Date };
    const player = socket.deserializeAttachment() as Player;
    player.x += move.dx;
    player.y += move.dy;
    socket.serializeAttachment(player);
    const told = encode({ moved: player });
    for (const [other] of this.others(socket)) other.send(told);
  }

  webSocketClose(socket: WebSocket) {
    const { id } = socket.deserializeAttachment() as Player;
    for (const [other] of this.others(socket)) other.send(encode({ gone: id }));
  }

  private others(socket: WebSocket) {
    return this.ctx.getWebSockets().filter((other) => other !== socket && other.readyState === WebSocket.OPEN).map((other) => [other, other.deserializeAttachment() as Player] as const);
  }
}

export default {
  fetch: (request: Request, env: Env) => env.GAME.getByName("arena").fetch(request),
} satisfies ExportedHandler<Env>;

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const VERSION = 1;

export class Room extends DurableObject<any> {
  async fetch(request: Request) {
    if (request.headers.get("upgrade") !== "websocket") return new Response(`room v${VERSION}`);
    await this.ctx.storage.put("visits", (await this.visits()) + 1);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async visits() {
    return (await this.ctx.storage.get<number>("visits")) ?? 0;
  }
  async webSocketMessage(ws: WebSocket, message: string) {
    ws.send(`v${VERSION} ${message}`);
  }
}

export class Auth extends WorkerEntrypoint<any> {
  async who(token: string) {
    return token.startsWith("t-") ? token.slice(2) : null;
  }
}

export default {
  async fetch(request: Request, env: any): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/throws") throw new RangeError("no such room");
    if (url.pathname === "/loop") return env.SELF.fetch(request);
    if (url.pathname === "/stream") {
      const { readable, writable } = new TransformStream();
      const writer = writable.getWriter();
      (async () => {
        for (const piece of ["one ", "two ", "three"]) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          await writer.write(new TextEncoder().encode(piece));
        }
        await writer.close();
      })();
      return new Response(readable);
    }
    return env.ROOMS.get(env.ROOMS.idFromName(url.searchParams.get("room") ?? "lobby")).fetch(request);
  },
  async scheduled(controller: any, env: any) {
    console.log("cron of rooms", controller.cron);
  },
};

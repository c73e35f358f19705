import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { logger } from "hono/logger";

type Bindings = { ROOMS: DurableObjectNamespace<Room> };

export class Room extends DurableObject<Bindings> {
  private app = new Hono()
    .get("/rooms/:room/socket", (c) => {
      const { 0: client, 1: server } = new WebSocketPair();
      const name = c.req.query("name") ?? "somebody";
      this.ctx.acceptWebSocket(server, [name]);
      server.serializeAttachment({ name });
      this.tell({ joined: name });
      return new Response(null, { status: 101, webSocket: client });
    })
    .get("/rooms/:room/lines", async (c) => c.json((await this.ctx.storage.get<string[]>("lines")) ?? []))
    .post("/rooms/:room/lines", async (c) => {
      const { text } = await c.req.json<{ text: string }>();
      await this.say("post", text);
      return c.json({ said: text }, 201);
    })
    .get("/rooms/:room/names/:name", (c) => c.json({ here: this.ctx.getWebSockets(c.req.param("name")).length }));

  fetch(request: Request) {
    return this.app.fetch(request);
  }

  async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    await this.say(socket.deserializeAttachment().name, String(message));
  }

  webSocketClose(socket: WebSocket, code: number, reason: string) {
    socket.close(code, reason);
    this.tell({ left: socket.deserializeAttachment().name, code });
  }

  private async say(name: string, text: string) {
    const lines = (await this.ctx.storage.get<string[]>("lines")) ?? [];
    lines.push(`${name}: ${text}`);
    await this.ctx.storage.put("lines", lines);
    this.tell({ name, text });
  }

  private tell(event: unknown) {
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(JSON.stringify(event));
      } catch {
        // it is closing
      }
    }
  }
}

const app = new Hono<{ Bindings: Bindings }>();
app.use(logger());
app.use("/rooms/*", cors());
app.get("/", (c) => c.html("<h1>rooms</h1>"));
app.all("/rooms/:room/:rest{.+}", (c) => {
  const room = c.req.param("room");
  if (!/^[a-z]+$/.test(room)) throw new HTTPException(400, { message: `no room is called ${room}` });
  return c.env.ROOMS.get(c.env.ROOMS.idFromName(room)).fetch(c.req.raw);
});
app.notFound((c) => c.text(`nothing at ${c.req.path}`, 404));

export default app;

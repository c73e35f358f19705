// The usual clean-up: the last close sets an alarm, a rejoin in time cancels it, the alarm deletes everything.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; log("constructor"); }
  async fetch(request) {
    if (request.headers.get("upgrade") !== "websocket") {
      return Response.json({ keys: [...(await this.ctx.storage.list()).keys()], alarm: (await this.ctx.storage.getAlarm()) !== null });
    }
    await this.ctx.storage.deleteAlarm();
    const joined = ((await this.ctx.storage.get("joined")) ?? 0) + 1;
    await this.ctx.storage.put("joined", joined);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send("you are " + joined);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketClose(ws, code, reason) {
    const others = this.ctx.getWebSockets().filter((other) => other !== ws).length;
    log("close", { code, reason, others });
    if (others === 0) await this.ctx.storage.setAlarm(Date.now() + 500);
  }
  async alarm() {
    log("alarm", { sockets: this.ctx.getWebSockets().length });
    if (this.ctx.getWebSockets().length === 0) await this.ctx.storage.deleteAll();
  }
}

// An alarm wakes a hibernated room: what the constructor and alarm() find, sends from alarm(), the next message is the same instance.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor", { sockets: ctx.getWebSockets().length }); }
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, ["t"]);
    server.serializeAttachment({ joined: ++this.n });
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    log("message", { text, n: ++this.n });
    if (text === "alarm") await this.ctx.storage.setAlarm(Date.now() + 400);
    ws.send("done " + text);
  }
  async alarm(info) {
    log("alarm", { n: ++this.n, retryCount: info?.retryCount, pending: await this.ctx.storage.getAlarm() });
    for (const ws of this.ctx.getWebSockets("t")) ws.send(JSON.stringify(ws.deserializeAttachment()));
  }
}

// Output gate: sends to two sockets around a write, a send without one, sync() between; each client's own order.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    const all = (message) => this.ctx.getWebSockets().forEach((other) => other.send(text + message));
    all(" 1 before");
    this.ctx.storage.put("k", text);
    all(" 2 after put");
    await this.ctx.storage.get("k");
    all(" 3 after get");
    await this.ctx.storage.sync();
    all(" 4 after sync");
    await this.ctx.storage.put("k", text + "!");
    all(" 5 after await put");
    await wait(10);
    all(" 6 after timer");
  }
}

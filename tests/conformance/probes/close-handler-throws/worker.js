// webSocketClose and webSocketMessage reject late: what other sockets and later messages see; without a close handler.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor"); }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    log("message", { text, n: ++this.n });
    if (text === "late") { await wait(50); throw new Error("late"); }
    ws.send("ok " + text);
  }
  async webSocketClose(ws, code) {
    log("close", { code, n: ++this.n });
    await wait(20);
    throw new Error("in close");
  }
  webSocketError(ws, error) { log("error", { message: error?.message }); }
}

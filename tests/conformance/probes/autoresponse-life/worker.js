// An auto-response pair outlives hibernation, and neither wakes the room nor counts as a message; taking it back; its time stamp.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; const pair = ctx.getWebSocketAutoResponse(); log("constructor", { pair: pair ? [pair.request, pair.response] : null }); }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, text) {
    const at = this.ctx.getWebSocketAutoResponseTimestamp(ws);
    log("message", { text, stamp: at === null ? null : at instanceof Date });
    if (text === "on") this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    if (text === "off") this.ctx.setWebSocketAutoResponse();
    ws.send("heard " + text);
  }
}

// A timer set by a message fires after the socket has closed: sends then, and whether the instance is still there.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor"); }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, text) {
    ++this.n;
    setTimeout(async () => log("timer", { text, n: this.n, state: ws.readyState, listed: this.ctx.getWebSockets().length, send: await attempt(() => ws.send("late " + text)) }), 300);
  }
  webSocketClose(ws, code) { log("close", { code, n: this.n, state: ws.readyState }); if (code !== 1005) ws.close(code, "echo"); }
}

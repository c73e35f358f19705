// getWebSockets by tag as sockets come and go, also over a wake; a socket with many tags; in webSocketClose itself.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };

export class Room {
  constructor(ctx) { this.ctx = ctx; this.list("constructor"); }
  list(ev, more = {}) {
    const names = (tag) => this.ctx.getWebSockets(tag).map((ws) => ws.deserializeAttachment()).join("");
    log(ev, { all: names(), red: names("red"), blue: names("blue"), none: names("none"), ...more });
  }
  fetch(request) {
    const { searchParams } = new URL(request.url);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, searchParams.getAll("tag"));
    server.serializeAttachment(searchParams.get("name"));
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, text) { this.list(text, { tags: this.ctx.getTags(ws) }); }
  webSocketClose(ws, code) { this.list("close", { code, tags: this.ctx.getTags(ws), state: ws.readyState }); }
}

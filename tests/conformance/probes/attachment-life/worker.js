// serializeAttachment: copies, not the object; unsaved changes are lost at hibernation; null, undefined and missing; after close.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };

export class Room {
  constructor(ctx) { this.ctx = ctx; log("constructor", { attached: ctx.getWebSockets().map((ws) => ws.deserializeAttachment() ?? null) }); }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    log("before", { attached: server.deserializeAttachment() ?? null, isNull: server.deserializeAttachment() === null });
    server.serializeAttachment({ early: true });
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    if (text === "mutate") { const got = ws.deserializeAttachment(); got.early = "changed"; }
    if (text === "save") { const value = { list: [1] }; ws.serializeAttachment(value); value.list.push(2); }
    if (text === "undefined") ws.serializeAttachment(undefined);
    if (text === "null") ws.serializeAttachment(null);
    if (text === "none") log("no argument", await attempt(() => ws.serializeAttachment()));
    if (text === "field") ws.mine = 5;
    log(text, { attached: ws.deserializeAttachment() ?? null, type: typeof ws.deserializeAttachment(), fresh: ws.deserializeAttachment() !== ws.deserializeAttachment(), mine: ws.mine ?? null });
  }
  async webSocketClose(ws) {
    log("close", { attached: ws.deserializeAttachment() ?? null, set: await attempt(() => ws.serializeAttachment("after close")), then: ws.deserializeAttachment() ?? null });
  }
}

// Messages in flight: handlers that wait while the socket closes, the object is evicted or reset; close from elsewhere; attachments and tags meanwhile.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; log("constructor", { sockets: ctx.getWebSockets().map((w) => ctx.getTags(w).join("+")) }); }
  fetch(request) {
    const url = new URL(request.url);
    if (!request.headers.get("upgrade")) { const how = url.searchParams.get("do"), tag = url.searchParams.get("tag"); const out = this.ctx.getWebSockets(tag ?? undefined).map((w) => { try { if (how === "close") return show(w.close(4009, "from outside")); if (how === "send") return show(w.send("from outside")); return [w.readyState, show(w.deserializeAttachment())]; } catch (e) { return err(e); } }); return Response.json({ n: this.n, out }); }
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, url.searchParams.getAll("t"));
    server.serializeAttachment({ n: 0 });
    server.send("hi");
    return new Response(null, { status: 101, webSocket: client, headers: { "sec-websocket-protocol": request.headers.get("sec-websocket-protocol")?.split(",")[0] ?? "" } });
  }
  async webSocketMessage(ws, m) {
    const id = ++this.n;
    const send = (t) => { try { ws.send(t); } catch (e) { log("send " + t, { ...err(e), state: ws.readyState }); } };
    const [what, ms] = String(m).split(" ");
    log("begin " + m, { state: ws.readyState });
    if (what === "wait") { await wait(Number(ms)); send("waited " + ms); log("end " + m, { state: ws.readyState, tags: this.ctx.getTags(ws), att: show(ws.deserializeAttachment()) }); }
    else if (what === "count") { const a = ws.deserializeAttachment(); await this.ctx.storage.get("x"); a.n++; ws.serializeAttachment(a); send("n " + a.n); }
    else if (what === "lost") { const a = ws.deserializeAttachment(); await wait(20); a.n++; ws.serializeAttachment(a); send("lost " + a.n); }
    else if (what === "closewait") { ws.close(4100, "closing"); await wait(30); send("too late"); log("closed wait", { state: ws.readyState }); }
    else if (what === "many") { for (let i = 0; i < Number(ms); i++) send("m" + i); ws.close(1000, "many"); }
    else if (what === "put") { this.ctx.storage.put("k", id); send("put"); await this.ctx.storage.sync(); send("synced"); }
    else if (what === "putclose") { this.ctx.storage.put("k", id); send("before"); ws.close(4200, "put"); }
    else if (what === "reset") { send("never seen"); this.ctx.storage.put("k", "bad"); this.ctx.abort("reset"); }
    else if (what === "all") { for (const w of this.ctx.getWebSockets()) { try { w.send("all from " + this.ctx.getTags(ws)[0]); } catch (e) { log("all", err(e)); } } }
    else if (what === "others") { for (const w of this.ctx.getWebSockets()) if (w !== ws) w.close(4300, "others"); await wait(10); send("left " + this.ctx.getWebSockets().length); }
    else if (what === "timer") { setTimeout(() => send("timer " + ms), Number(ms)); }
    else if (what === "throw") { send("then throws"); throw new Error("thrown"); }
    else if (what === "reject") { ws.close(4400, "rejecting"); throw new Error("rejected"); }
    else if (typeof m !== "string") send("bytes " + m.byteLength);
  }
  async webSocketClose(ws, code, reason, clean) {
    log("close", { code, reason, clean, state: ws.readyState, tags: this.ctx.getTags(ws), listed: this.ctx.getWebSockets().includes(ws), att: show(ws.deserializeAttachment()) });
    await wait(5);
    log("close later", { state: ws.readyState, listed: this.ctx.getWebSockets().includes(ws) });
    try { ws.close(code === 1006 ? 1011 : 1000, "done"); } catch (e) { log("close refused", err(e)); }
  }
  webSocketError(ws, e) { log("error", err(e)); }
}

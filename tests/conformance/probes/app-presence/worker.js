// Presence and a game loop: heartbeats in attachments, a sweep by alarm, ticks by setInterval with backlog, cursors by tag, over hibernation.
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
  constructor(ctx) {
    this.ctx = ctx; this.tick = 0; this.inputs = [];
    ctx.blockConcurrencyWhile(async () => { this.score = (await ctx.storage.get("score")) ?? {}; this.gen = ((await ctx.storage.get("gen")) ?? 0) + 1; await ctx.storage.put("gen", this.gen); });
    log("constructor", { sockets: ctx.getWebSockets().length });
  }
  async fetch(request) {
    const url = new URL(request.url);
    if (!request.headers.get("upgrade")) return Response.json({ gen: this.gen, score: this.score, who: this.ctx.getWebSockets().map((w) => [this.ctx.getTags(w), w.deserializeAttachment()?.name ?? null, w.readyState]), red: this.ctx.getWebSockets("team:red").length, alarm: (await this.ctx.storage.getAlarm()) !== null });
    const [client, server] = Object.values(new WebSocketPair());
    const name = url.searchParams.get("name"), team = url.searchParams.get("team");
    for (const old of this.ctx.getWebSockets("user:" + name)) old.close(4001, "replaced");
    this.ctx.acceptWebSocket(server, ["user:" + name, ...(team ? ["team:" + team] : [])]);
    server.serializeAttachment({ name, team, seen: Date.now(), x: 0 });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 1000);
    this.broadcast({ join: name }, server);
    return new Response(null, { status: 101, webSocket: client });
  }
  broadcast(m, except, tag) { const text = JSON.stringify(m); let n = 0; for (const ws of this.ctx.getWebSockets(tag)) if (ws !== except) { try { ws.send(text); n++; } catch (e) { log("send", { name: ws.deserializeAttachment()?.name, ...err(e) }); } } return n; }
  async webSocketMessage(ws, text) {
    const me = ws.deserializeAttachment();
    const m = JSON.parse(text);
    me.seen = Date.now();
    if (m.beat) { ws.serializeAttachment(me); return; }
    if (m.x !== undefined) { me.x = m.x; ws.serializeAttachment(me); return ws.send(JSON.stringify({ sent: this.broadcast({ name: me.name, x: m.x }, ws, "team:" + me.team) })); }
    if (m.old) { me.seen -= 10000; return ws.serializeAttachment(me); }
    if (m.hit) { this.score[me.name] = (this.score[me.name] ?? 0) + m.hit; await this.ctx.storage.put("score", this.score); return this.broadcast({ score: this.score }); }
    if (m.big) { try { ws.serializeAttachment({ ...me, big: "x".repeat(m.big) }); } catch (e) { ws.send(JSON.stringify(err(e))); } return ws.send(JSON.stringify(Object.keys(ws.deserializeAttachment()))); }
    if (m.start) { clearInterval(this.loop); this.tick = 0; this.loop = setInterval(() => this.step(m.start), 20); return; }
    this.inputs.push([me.name, m.input]);
  }
  step(max) {
    const inputs = this.inputs.splice(0);
    this.broadcast({ tick: ++this.tick, ...(inputs.length && { inputs }) });
    if (this.tick === max) { clearInterval(this.loop); this.loop = undefined; this.ctx.storage.put("score", { ...this.score, done: this.tick }); this.score.done = this.tick; }
  }
  async alarm(info) {
    let n = 0;
    for (const ws of this.ctx.getWebSockets()) { const a = ws.deserializeAttachment(); if (Date.now() - a.seen > 5000) { n++; ws.close(4002, "idle"); this.broadcast({ idle: a.name }, ws); } }
    log("sweep", { n, left: this.ctx.getWebSockets().length, retry: info?.retryCount });
  }
  webSocketClose(ws, code, reason, clean) { const a = ws.deserializeAttachment(); log("closed", { name: a.name, tags: this.ctx.getTags(ws), code, reason, clean, still: this.ctx.getWebSockets("user:" + a.name).length }); this.broadcast({ left: a.name }, ws); if (code !== 1006) ws.close(code === 1005 ? 1000 : code); }
}

// Sockets and calls through named entry points and ctx.exports: an entry point between client and room, loopback bindings, props, waitUntil in each, errors on the way.
import { DurableObject, WorkerEntrypoint, RpcTarget, exports, env as moduleEnv, waitUntil } from "cloudflare:workers";
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
export class Room extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.headers.get("upgrade") !== "websocket") return Response.json([url.pathname, request.headers.get("x-user"), show(this.ctx.props)]);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [request.headers.get("x-user") ?? "nobody"]);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, m) {
    const [user] = this.ctx.getTags(ws);
    if (m === "loop") return ws.send(await this.ctx.exports.Auth({ props: { from: "room" } }).whoami(user));
    if (m === "module") return ws.send(await exports.Auth.whoami(user));
    if (m === "other") return ws.send(JSON.stringify(await moduleEnv.ROOM.getByName("other").count(user)));
    if (m === "self") return ws.send(JSON.stringify(await this.ctx.exports.Room.getByName(this.ctx.id.name).count(user)));
    if (m === "fail") { try { await this.ctx.exports.Auth.fail(); } catch (e) { ws.send(JSON.stringify(err(e))); } return; }
    if (m === "notify") { const t = await this.ctx.exports.Auth.watch((x) => { ws.send("told " + x); return x + 1; }); ws.send("watch " + t); return; }
    if (m === "target") { using t = await this.ctx.exports.Auth.target(user); ws.send([await t.hi(), await t.hi(), await t.user].join()); return; }
    if (m === "later") { this.ctx.waitUntil(wait(10).then(() => ws.send("later"))); return ws.send("now"); }
    ws.send(user + ": " + m);
  }
  count(user) { this.n = (this.n ?? 0) + 1; return [this.ctx.id.name, user, this.n, this.ctx.getWebSockets().length]; }
  webSocketClose(ws, code) { log("room close", { code }); ws.close(); }
}
class Hi extends RpcTarget { n = 0; #user; constructor(user) { super(); this.#user = user; } hi() { return ++this.n; } get user() { return this.#user; } [Symbol.dispose]() { log("target gone", { n: this.n }); } }
export class Auth extends WorkerEntrypoint {
  constructor(ctx, env) { super(ctx, env); this.made = true; }
  async fetch(request) {
    const user = new URL(request.url).searchParams.get("user");
    if (!user) return new Response("who?", { status: 401, headers: { "www-authenticate": "Basic" } });
    const headers = new Headers(request.headers); headers.set("x-user", user);
    this.ctx.waitUntil(wait(5).then(() => log("auth later", { user, made: this.made, props: show(this.ctx.props) })));
    return this.env.ROOM.getByName("r1").fetch(new Request(request, { headers }));
  }
  whoami(user) { return JSON.stringify(["auth", user, show(this.ctx.props), typeof this.ctx.exports, this.env === moduleEnv, Object.keys(this.ctx)]); }
  fail() { throw Object.assign(new RangeError("auth failed"), { code: 7 }); }
  async watch(f) { const a = await f(1), b = await f(a); return a + b; }
  target(user) { return new Hi(user); }
  later(x) { waitUntil(wait(5).then(() => log("module waitUntil", { x }))); return "started"; }
}
export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname === "/auth") return ctx.exports.Auth({ props: { p: 1 } }).fetch(request);
    if (url.pathname === "/exports") return exports.Auth.fetch(request);
    if (url.pathname === "/self") return exports.default.fetch(new Request("http://x/plain?user=loop", request));
    if (url.pathname === "/direct") return ctx.exports.Room.getByName("r1").fetch(request);
    await ask("later", () => exports.Auth.later("x"));
    await ask("bad entry", () => exports.Nothing.fetch(request));
    await ask("call a class", () => typeof ctx.exports.Room({ props: { a: 1 } }));
    await ask("entry name", () => [String(ctx.exports.Auth), typeof ctx.exports.Auth.fetch, Object.keys(ctx.exports.Auth), "whoami" in ctx.exports.Auth]);
    await ask("entry to room", () => env.ROOM.getByName("x").count(5));
    await ask("stub of entry over rpc", async () => { const s = ctx.exports.Auth({ props: { via: "arg" } }); return env.ROOM.getByName("x").count(s).then((r) => [typeof r[1], r[1].constructor.name]); });
    return new Response("plain " + url.searchParams.get("user"));
  },
};

// The Worker in front, as routers write it: CORS, cookies, redirects, ETags, HEAD, JSON errors, body limits, ids in paths, fan-out to rooms, timeouts.
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
const json = (v, init = {}) => Response.json(v, { ...init, headers: { "access-control-allow-origin": "*", ...init.headers } });
class HttpError extends Error { constructor(status, message) { super(message); this.status = status; } }
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const url = new URL(request.url);
    const path = url.pathname;
    if (path === "/set") { const cookies = Object.fromEntries((request.headers.get("cookie") ?? "").split("; ").filter(Boolean).map((c) => c.split("="))); const h = new Headers(); h.append("set-cookie", `sid=${cookies.sid ?? "new"}; HttpOnly; Path=/`); h.append("set-cookie", "theme=dark; Max-Age=5"); return new Response(JSON.stringify(cookies), { headers: h }); }
    if (path === "/etag") { const etag = '"v1"'; if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: { etag } }); return new Response("the page", { headers: { etag, "cache-control": "max-age=60", "last-modified": "Thu, 01 Jan 1970 00:00:00 GMT" } }); }
    if (path === "/count") { const n = ((await this.ctx.storage.get("n")) ?? 0) + 1; await this.ctx.storage.put("n", n); return new Response(String(n)); }
    if (path === "/slow") { await wait(Number(url.searchParams.get("ms"))); return new Response("slow"); }
    if (path === "/fail") throw new RangeError("room failed");
    if (path === "/items" && request.method === "POST") { let body; try { body = await request.json(); } catch (e) { return json({ error: e.message, name: e.name }, { status: 400 }); } if (!body?.name) return json({ error: "name" }, { status: 422 }); const id = crypto.randomUUID(); await this.ctx.storage.put("item:" + body.name, { ...body, made: 0 }); return json({ name: body.name, idLength: id.length }, { status: 201, headers: { location: "/items/" + encodeURIComponent(body.name) } }); }
    const item = /^\/items\/([^/]+)$/.exec(path);
    if (item) { const key = "item:" + decodeURIComponent(item[1]); if (request.method === "DELETE") return json({ gone: await this.ctx.storage.delete(key) }); const v = await this.ctx.storage.get(key); return v ? json(v) : json({ error: "no item" }, { status: 404 }); }
    if (path === "/items") return json(Object.fromEntries(await this.ctx.storage.list({ prefix: "item:", limit: Number(url.searchParams.get("limit") ?? 10), ...(url.searchParams.has("after") && { startAfter: "item:" + url.searchParams.get("after") }) })));
    return new Response("room 404", { status: 404 });
  }
}
const routes = [
  ["GET", "/", () => new Response("<h1>hi</h1>", { headers: { "content-type": "text/html; charset=utf-8" } })],
  ["GET", "/old", (r) => Response.redirect(new URL("/", r.url), 301)],
  ["GET", "/teapot", () => { throw new HttpError(418, "teapot"); }],
  ["GET", "/crash", () => null.x],
  ["GET", "/id/:id", (r, env, p) => json({ id: p.id, same: env.ROOM.idFromString(p.id).toString() === p.id })],
  ["GET", "/fan", async (r, env) => json(await Promise.all(["a", "b", "a"].map((n) => env.ROOM.getByName(n).fetch("http://x/count").then((x) => x.text()))))],
  ["GET", "/timeout", async (r, env) => json(await env.ROOM.getByName("t").fetch("http://x/slow?ms=300", { signal: AbortSignal.timeout(30) }).then((x) => x.text(), err))],
  ["GET", "/race", async (r, env) => json(await Promise.race([env.ROOM.getByName("t").fetch("http://x/slow?ms=200").then((x) => x.text()), wait(20).then(() => "gave up")]))],
  ["GET", "/swallow", async (r, env) => { try { return await env.ROOM.getByName("f").fetch("http://x/fail"); } catch (e) { return json(err(e), { status: 502 }); } }],
  ["GET", "/later", (r, env, p, ctx) => { ctx.waitUntil(wait(10).then(() => log("later", { ran: true }))); return new Response("now"); }],
  ["GET", "/pass", (r, env, p, ctx) => { ctx.passThroughOnException(); throw new Error("passed through"); }],
  ["POST", "/size", async (r) => { const b = await r.arrayBuffer(); return json({ n: b.byteLength, length: r.headers.get("content-length"), type: r.headers.get("content-type") }); }],
  ["GET", "/headers", (r) => json([...r.headers].filter(([k]) => !["connection", "host"].includes(k)))],
];
export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { "access-control-allow-origin": request.headers.get("origin") ?? "*", "access-control-allow-methods": "GET,POST", "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "", vary: "Origin" } });
    try {
      if (url.pathname.startsWith("/api/")) { const [, , room, ...rest] = url.pathname.split("/"); url.pathname = "/" + rest.join("/"); return await env.ROOM.getByName(room).fetch(new Request(url, request)); }
      for (const [method, path, f] of routes) {
        const m = new URLPattern({ pathname: path }).exec(request.url);
        if (m && method === request.method) return await f(request, env, m.pathname.groups, ctx);
      }
      return json({ error: "not found", path: url.pathname, query: Object.fromEntries(url.searchParams) }, { status: 404 });
    } catch (e) {
      if (url.pathname === "/pass") throw e;
      return json({ error: e.message, kind: e.constructor.name }, { status: e.status ?? 500 });
    }
  },
};

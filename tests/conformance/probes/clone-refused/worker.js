// What of the runtime's own can be kept in storage, copied, or attached to a socket: the words with which it is refused.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx, env) { Object.assign(this, { ctx, env }); }
  async fetch(request) {
    const { ctx, env } = this;
    ctx.storage.sql.exec("create table t (a); insert into t values (1)");
    const pair = new WebSocketPair();
    const { readable, writable } = new TransformStream();
    const values = {
      id: ctx.id, ctx, storage: ctx.storage, sql: ctx.storage.sql, cursor: ctx.storage.sql.exec("select * from t"),
      kv: ctx.storage.kv, namespace: env.ROOM, env, self: this, request, response: new Response("x"),
      bodyless: new Response(null, { status: 204 }), posted: new Request("http://x/", { method: "POST", body: "x" }),
      made: new Request("http://x/y", { method: "PUT", headers: { a: "b" }, redirect: "manual" }), headers: new Headers({ a: "b" }),
      url: new URL("http://x/"), params: new URLSearchParams("a=1"), socket: pair[0], pair, signal: AbortSignal.abort(),
      controller: new AbortController(), event: new Event("x"), target: new EventTarget(), readable, writable,
      form: new FormData(), blob: new Blob(["x"]), file: new File(["x"], "n"), encoder: new TextEncoder(), decoder: new TextDecoder(),
      pattern: new URLPattern({ pathname: "/" }), crypto, subtle: crypto.subtle, auto: new WebSocketRequestResponsePair("a", "b"),
      date: new Date(0), error: new TypeError("e"), promise: Promise.resolve(1), func: () => 1, symbol: Symbol("s"), weak: new WeakMap(),
      generator: (function* () {})(), proxy: new Proxy({ a: 1 }, {}), instance: new (class Own { x = 1; #y = 2; })(),
      map: new Map([[ctx.id, 1]]), global: globalThis, caches, performance, navigator, math: Math, json: JSON,
    };
    for (const [name, value] of Object.entries(values)) {
      const out = {};
      for (const [way, keep] of [
        ["put", (v) => ctx.storage.put("k", v)],
        ["kv", (v) => ctx.storage.kv.put("k", v)],
        ["clone", (v) => structuredClone(v)],
        ["attach", (v) => pair[1].serializeAttachment(v)],
      ]) {
        try {
          const kept = await keep(value);
          out[way] = way === "clone" ? Object.prototype.toString.call(kept) : "kept";
          if (way === "clone" && kept instanceof Request) out.is = [kept.method, kept.url, [...kept.headers].filter(([n]) => n !== "connection"), kept.redirect, kept.body];
          if (way === "clone" && kept instanceof Response) out.is = [kept.status, kept.statusText, [...kept.headers], kept.body];
        } catch (error) {
          out[way] = [error.name, error.message];
        }
      }
      log(name, out);
    }
    return new Response("done");
  }
}

// Response: its static methods, what its constructor refuses, clone, bodies read twice, and how each arrives from a room.
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
const shape = async (r) => [r.status, r.statusText, r.ok, r.type, r.redirected, r.url, r.body === null, r.bodyUsed, [...r.headers], await r.text()];
const answers = {
  json: () => Response.json({ a: [1, null], d: new Date(0), u: undefined }), "json-status": () => Response.json("x", { status: 201, headers: { "content-type": "application/problem+json", x: "1" } }),
  redirect: () => Response.redirect("http://other.test/a?b", 303), "redirect-none": () => Response.redirect("http://other.test/"), null: () => new Response(null, { status: 204 }), text: () => new Response("ü", { status: 418, statusText: "Tea" }),
  304: () => new Response(null, { status: 304, headers: { etag: '"1"' } }), 599: () => new Response("x", { status: 599 }), latin: () => new Response("x", { headers: { "x-l": "\xfc" } }), empty: () => new Response(""), undefined: () => new Response(), params: () => new Response(new URLSearchParams({ a: "ü" })),
  buffer: () => new Response(new Uint8Array([104, 105]).buffer), wrapped: () => new Response(new Response("inner", { status: 202, headers: { a: "1" } }).body, { headers: { b: "2" } }), used: async () => { const r = new Response("x"); await r.text(); return r; }, array: () => new Response([1, 2]), object: () => new Response({ a: 1 }), number: () => new Response(5),
  error: () => Response.error(), locked: () => { const r = new Response("x"); r.body.getReader(); return r; }, twice: () => shared ??= new Response("shared"), promise: () => Promise.resolve(new Response("p")), plain: () => ({ status: 200, body: "x" }), request: (r) => r,
};
let shared;
export class Room {
  fetch(request) { return answers[new URL(request.url).pathname.slice(1)](request); }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    const path = new URL(request.url).pathname.slice(1);
    if (path) return room.fetch(request);
    for (const name of Object.keys(answers)) await ask("answer " + name, async () => shape(await room.fetch("http://x/" + name, { redirect: "manual" })));
    await ask("answer twice again", async () => shape(await room.fetch("http://x/twice")));
    const R = (...a) => { const r = new Response(...a); return [r.status, r.statusText, [...r.headers], r.body === null]; };
    for (const status of [199, 101, 100, 600, 200.9, "201", NaN, null, undefined, -1, 0, 1e10, "abc"]) await ask("status " + status, () => R("x", { status }));
    for (const status of [204, 205, 304]) { await ask("body with " + status, () => R("x", { status })); await ask("empty body with " + status, () => R("", { status })); }
    for (const statusText of ["ok", "", "ü", "a\nb", null, undefined, 5]) await ask("statusText " + statusText, () => R("x", { statusText }));
    await ask("init from response", () => R("x", new Response("y", { status: 404, statusText: "No", headers: { a: "1" } })));
    await ask("init number", () => R("x", 5));
    await ask("init null", () => R("x", null));
    await ask("init headers bad", () => R("x", { headers: { "a b": "1" } }));
    await ask("init cf encodeBody", () => [R("x", { cf: { a: 1 } }), R("x", { encodeBody: "manual", headers: { "content-encoding": "gzip" } })]);
    await ask("encodeBody bad", () => R("x", { encodeBody: "no" }));
    await ask("json of undefined", () => Response.json(undefined).text());
    await ask("json of function", () => Response.json(() => 1).text());
    await ask("json of cycle", () => { const a = {}; a.a = a; return Response.json(a).text(); });
    await ask("json of bigint", () => Response.json(1n));
    await ask("json with 204", () => Response.json(null, { status: 204 }).status);
    await ask("json none", () => Response.json());
    for (const args of [["http://x/", 200], ["/rel"], ["nope", 302], ["http://x/ü b"], [], ["http://x/", 308], ["http://x/", 300]]) await ask("redirect " + args, () => { const r = Response.redirect(...args); return [r.status, [...r.headers]]; });
    await ask("redirect is fixed", () => { const r = Response.redirect("http://x/"); r.headers.set("a", "1"); return [...r.headers]; });
    await ask("error", () => { const r = Response.error(); return [r.status, r.type, r.ok, [...r.headers]]; });
    await ask("clone", async () => { const r = new Response("x", { status: 201, headers: { a: "1" } }); const c = r.clone(); c.headers.set("a", "2"); return [await r.text(), await c.text(), r.headers.get("a"), c.headers.get("a"), c.status, r.body === c.body]; });
    await ask("clone used", async () => { const r = new Response("x"); await r.text(); return r.clone().status; });
    await ask("clone locked", () => { const r = new Response("x"); r.body.getReader(); return r.clone().status; });
    await ask("clone null", () => new Response(null).clone().body);
    await ask("read twice", async () => { const r = new Response("x"); await r.text(); return r.text(); });
    await ask("read twice json", async () => { const r = new Response("{}"); await r.json(); return r.json(); });
    await ask("read null twice", async () => { const r = new Response(null); return [await r.text(), await r.text(), r.bodyUsed]; });
    await ask("read locked", () => { const r = new Response("x"); r.body.getReader(); return r.text(); });
    await ask("body of used", async () => { const r = new Response("x"); await r.text(); return R(r.body); });
    for (const text of ["", "{", "x", "[1,]", '{"a":1} x', "nul", "\ufeff{}"]) await ask("json of " + text, () => new Response(text).json());
    await ask("json null body", () => new Response(null).json());
    await ask("reads", async () => { const m = () => new Response("hé", { headers: { "content-type": "a/b; c=d" } }); const b = await m().blob(); return [await m().bytes(), await m().arrayBuffer(), b.type, b.size]; });
    await ask("destructured", () => { const { text } = new Response("x"); return text(); });
    await ask("props", () => [Object.keys(new Response("x")), String(new Response()), JSON.stringify(new Response("x")), "cf" in new Response(), new Response().webSocket, new Response().type]);
    await ask("set status", () => { "use strict"; const r = new Response("x"); r.status = 500; return r.status; });
    await ask("call", () => Response("x"));
    await ask("subclass", async () => { class Own extends Response { get mine() { return 1; } } const r = new Own("x"); return [r.mine, r.constructor.name, await r.text(), r.clone().constructor.name]; });
    return new Response("done");
  },
};

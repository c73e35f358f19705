// Request: constructor, copies, clone, signals, methods, bodies, what is refused; and what a room gets of odd requests.
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
const R = (...a) => { const r = new Request(...a); return [r.method, r.url, [...r.headers], r.redirect, r.body === null, r.bodyUsed]; };
export class Room {
  async fetch(request) { return Response.json([request.method, request.url, [...request.headers].filter(([k]) => !["connection", "host"].includes(k)), request.body === null, await request.text(), request.redirect, request.signal?.aborted, request.cf === undefined]); }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    const sent = (...a) => room.fetch(...a).then((r) => r.json());
    await ask("plain", () => R("http://h"));
    await ask("from URL", () => R(new URL("http://h/a?b#c")));
    await ask("credentials", () => R("http://u:p@h/"));
    for (const url of ["/rel", "", "x", "ftp://h/", "http://h/ü b", null, 5, {}]) await ask("url " + show(url), () => R(url));
    for (const method of ["get", "post", "patch", "PATCH", "FOO", "", "a b", "CONNECT", "TRACE", null, undefined, "options", "head", "put", "delete"]) await ask("method " + method, () => R("http://h/", { method }));
    await ask("body with GET", () => R("http://h/", { body: "x" }));
    await ask("body with HEAD", () => R("http://h/", { method: "HEAD", body: "x" }));
    await ask("null body with GET", () => R("http://h/", { body: null }));
    await ask("undefined body", () => R("http://h/", { body: undefined }));
    await ask("bodies", () => ["x", new URLSearchParams("a=1"), new Uint8Array(2), new Blob(["x"], { type: "t/x" }), new ReadableStream(), 5, {}, ""].map((body) => R("http://h/", { method: "POST", body })));
    await ask("duplex", () => R("http://h/", { method: "POST", body: new ReadableStream(), duplex: "half" }));
    for (const redirect of ["follow", "manual", "error", "no", null]) await ask("redirect " + redirect, () => R("http://h/", { redirect }));
    for (const cache of ["no-store", "no-cache", "reload", "default", "force-cache", "bad"]) await ask("cache " + cache, () => new Request("http://h/", { cache }).cache);
    await ask("mode", () => new Request("http://h/", { mode: "cors" }).mode);
    await ask("credentials init", () => new Request("http://h/", { credentials: "include" }).credentials);
    await ask("props", () => { const r = new Request("http://h/", { keepalive: true, integrity: "x", referrer: "y" }); return [r.keepalive, r.integrity, r.referrer, r.destination, r.fetcher, r.cf, String(r), Object.keys(r), JSON.stringify(r)]; });
    await ask("init null", () => R("http://h/", null));
    await ask("init number", () => R("http://h/", 5));
    await ask("init is request", () => R("http://h/", new Request("http://o/", { method: "PUT", headers: { a: "1" }, body: "b" })));
    await ask("copy", async () => { const a = new Request("http://h/", { method: "POST", body: "b", headers: { a: "1" } }); const b = new Request(a, { headers: { c: "2" } }); return [[...b.headers], a.bodyUsed, b.bodyUsed, await b.text(), a.bodyUsed]; });
    await ask("copy twice", () => { const a = new Request("http://h/", { method: "POST", body: "b" }); new Request(a); return R(a); });
    await ask("copy with body", async () => { const a = new Request("http://h/", { method: "POST", body: "b" }); const b = new Request(a, { body: "c" }); return [a.bodyUsed, await b.text(), await a.text()]; });
    await ask("copy as GET", () => R(new Request("http://h/", { method: "POST", body: "b" }), { method: "GET" }));
    await ask("new url", async () => { const a = new Request("http://h/", { method: "POST", body: "b", headers: { a: "1" } }); const b = new Request("http://n/x", a); return [b.url, b.method, [...b.headers], await b.text(), a.bodyUsed]; });
    await ask("copy used", async () => { const a = new Request("http://h/", { method: "POST", body: "b" }); await a.text(); return R(a); });
    await ask("copy used with body", async () => { const a = new Request("http://h/", { method: "POST", body: "b" }); await a.text(); return new Request(a, { body: "n" }).text(); });
    await ask("clone", async () => { const a = new Request("http://h/", { method: "POST", body: "b", headers: { a: "1" } }); const b = a.clone(); b.headers.set("a", "2"); return [await a.text(), await b.text(), a.headers.get("a"), b.headers.get("a")]; });
    await ask("clone used", async () => { const a = new Request("http://h/", { method: "POST", body: "b" }); await a.text(); return a.clone().method; });
    await ask("signal", () => { const c = new AbortController(); const r = new Request("http://h/", { signal: c.signal }); const k = new Request(r); const l = r.clone(); c.abort("why"); return [r.signal === c.signal, r.signal.aborted, k.signal.aborted, l.signal.aborted, r.signal.reason]; });
    await ask("no signal", () => { const r = new Request("http://h/"); return [r.signal === r.signal, r.signal?.aborted, String(r.signal)]; });
    await ask("signal null", () => String(new Request("http://h/", { signal: null }).signal));
    await ask("signal bad", () => new Request("http://h/", { signal: {} }).method);
    await ask("incoming signal", () => [String(request.signal), request.signal?.aborted]);
    await ask("header forms", () => [R("http://h/", { headers: [["a", "1"], ["a", "2"]] })[2], R("http://h/", { headers: new Headers({ b: "1" }) })[2], R("http://h/", { headers: undefined })[2]]);
    await ask("header null", () => R("http://h/", { headers: null })[2]);
    await ask("header bad", () => R("http://h/", { headers: { "a b": "1" } })[2]);
    await ask("cf", () => new Request("http://h/", { cf: { a: 1 } }).cf);
    await ask("call", () => Request("http://h/"));
    await ask("none", () => new Request());
    await ask("sent methods", async () => [await sent("http://h/a?b=%20c#d", { method: "patch", body: "x" }), await sent("http://h/", { method: "post" }), await sent("http://h/", { method: "DELETE", body: "y" }), await sent("http://h/", { method: "OPTIONS" })]);
    await ask("sent own method", () => sent("http://h/", { method: "FOO" }));
    await ask("sent host", () => sent("http://h/", { headers: { host: "other", "x-a": "ü", cookie: "a=1", "accept-encoding": "gzip", "user-agent": "me", "cf-connecting-ip": "1.2.3.4" } }));
    await ask("sent request with init", async () => sent(new Request("http://h/", { method: "POST", body: "b", headers: { a: "1" } }), { headers: { b: "2" }, method: "PUT" }));
    await ask("sent twice", async () => { const r = new Request("http://h/", { method: "POST", body: "b" }); return [await sent(r), await sent(r)]; });
    await ask("sent bodyless twice", async () => { const r = new Request("http://h/z"); return [(await sent(r))[1], (await sent(r))[1]]; });
    await ask("sent aborted", () => sent("http://h/", { signal: AbortSignal.abort(new RangeError("mine")) }));
    await ask("sent aborted plainly", () => sent("http://h/", { signal: AbortSignal.abort() }));
    await ask("sent head", async () => { const r = await room.fetch("http://h/", { method: "HEAD" }); return [r.status, r.body === null, await r.text(), [...r.headers]]; });
    await ask("sent search", () => sent("http://h/?a=ü&b=a b&c='\"<>`{}|\\^"));
    await ask("sent path", () => sent("http://h/ü/%7e/a b/;x/@/[]{}|^`\"<>"));
    await ask("incoming", () => [request.method, request.url, request.redirect, request.body === null]);
    await ask("forwarded, other url", () => sent(new Request("http://o/p", request.clone())));
    return room.fetch(request);
  },
};

// Headers: making, joining, order, cookies, what names and values are refused, and what a room's answer keeps of them.
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
const list = (h) => [...h];
export class Room {
  async fetch(request) {
    if (request.url.endsWith("/cookies")) {
      const h = new Headers({ "X-One": "1" });
      h.append("Set-Cookie", "a=1; Path=/"); h.append("set-cookie", "b=2, c=3"); h.append("x-two", "A"); h.append("X-Two", "B");
      return new Response("c", { headers: h });
    }
    await ask("from object", () => list(new Headers({ B: "2", a: "1", "X-Y": " padded \t" })));
    await ask("from pairs", () => list(new Headers([["b", "2"], ["a", "1"], ["B", "3"]])));
    await ask("from map", () => list(new Headers(new Map([["m", 1], ["n", null]]))));
    await ask("from headers", () => { const a = new Headers({ x: "1" }); const b = new Headers(a); b.set("x", "2"); return [a.get("x"), b.get("x")]; });
    await ask("from null", () => list(new Headers(null)));
    await ask("from undefined", () => list(new Headers(undefined)));
    await ask("from text", () => list(new Headers("a: b")));
    await ask("from number", () => list(new Headers(5)));
    await ask("short pair", () => list(new Headers([["a"]])));
    await ask("long pair", () => list(new Headers([["a", "b", "c"]])));
    await ask("from generator", () => list(new Headers((function* () { yield ["g", "1"]; })())));
    await ask("from own class", () => list(new Headers(new (class { x = "1"; get y() { return "2"; } })())));
    const h = new Headers();
    await ask("append", () => { h.append("Accept", "a"); h.append("accept", "b"); return [h.get("ACCEPT"), h.has("accept"), list(h)]; });
    await ask("set", () => { h.set("accept", "c"); return list(h); });
    await ask("delete", () => [h.delete("accept"), h.delete("none"), h.has("accept"), h.get("accept")]);
    await ask("values", () => { h.set("n", 5); h.set("u", undefined); h.set("o", {}); h.set("e", ""); h.set("arr", [1, 2]); return list(h); });
    await ask("cookies", () => { const c = new Headers(); c.append("set-cookie", "a=1"); c.append("Set-Cookie", "b=2"); c.append("x", "1"); return [c.get("set-cookie"), c.getSetCookie(), list(c), [...c.keys()], [...c.values()]]; });
    await ask("getAll", () => { const c = new Headers(); c.append("set-cookie", "a=1"); return [typeof c.getAll, c.getAll?.("set-cookie")]; });
    await ask("getAll other", () => new Headers({ a: "1" }).getAll("a"));
    await ask("cookies set", () => { const c = new Headers(); c.append("set-cookie", "a=1"); c.append("set-cookie", "b=2"); c.set("set-cookie", "c=3"); return c.getSetCookie(); });
    await ask("no cookies", () => [new Headers().getSetCookie(), new Headers().get("set-cookie")]);
    for (const [label, name] of [["empty", ""], ["space", "a b"], ["colon", "a:b"], ["umlaut", "ä"], ["newline", "a\nb"], ["tab", "a\t"], ["slash", "a/b"], ["at", "x@y"], ["under", "a_b"], ["null", null], ["number", 5]]) {
      await ask("name " + label, () => { const x = new Headers(); x.set(name, "v"); return list(x); });
      await ask("get " + label, () => new Headers().get(name));
    }
    for (const [label, value] of [["newline", "a\nb"], ["carriage", "a\rb"], ["nul", "a\0b"], ["umlaut", "ä"], ["emoji", "😀"], ["edge newline", "\na\n"], ["inner tab", "a\tb"], ["control", "a\x01b"], ["latin1", "\xff"]])
      await ask("value " + label, () => { const x = new Headers(); x.set("a", value); return x.get("a"); });
    await ask("missing argument", () => new Headers().set("a"));
    await ask("no argument", () => new Headers().get());
    await ask("forEach", () => { const out = []; new Headers({ b: "1", a: "2" }).forEach(function (v, k, o) { out.push(v, k, o instanceof Headers, this); }, "this"); return out; });
    await ask("forEach none", () => new Headers().forEach());
    await ask("change while iterating", () => { const x = new Headers({ a: "1", c: "3" }); const out = []; for (const [k] of x) { out.push(k); if (k === "a") x.set("b", "2"); } return out; });
    await ask("iterators", () => { const x = new Headers({ a: "1" }); return [String(x.entries()), String(x), typeof x.entries().map, x[Symbol.iterator] === x.entries, x.entries().next(), JSON.stringify(x), Object.keys(x)]; });
    await ask("spread", () => [{ ...new Headers({ a: "1" }) }, Object.fromEntries(new Headers({ a: "1", b: "2" }))]);
    await ask("without new", () => Headers());
    await ask("request guard", () => { const r = new Request("http://x/", { headers: { host: "h", "content-length": "3", cookie: "c" } }); return list(r.headers); });
    await ask("response after", () => { const r = new Response("x", { headers: { a: "1" } }); r.headers.set("b", "2"); r.headers.delete("a"); return list(r.headers); });
    await ask("incoming is fixed", () => { request.headers.set("x", "1"); return "no"; });
    await ask("copied is not", () => { const r = new Request(request); r.headers.set("x", "1"); return r.headers.get("x"); });
    await ask("content types", () => [["x"], [new URLSearchParams("a=1")], [new Blob(["x"], { type: "A/B" })], [new Uint8Array(1)], [null], ["x", { headers: { "content-type": "own" } }], [new Blob(["x"])]].map((a) => list(new Response(...a).headers)));
    return new Response("done");
  }
}
export default {
  async fetch(request, env) {
    const stub = env.ROOM.getByName("r1");
    const answer = await stub.fetch(request);
    if (!request.url.endsWith("/cookies")) return answer;
    await ask("answer", () => [list(answer.headers), answer.headers.getSetCookie()]);
    await ask("answer is fixed", () => { answer.headers.set("x", "1"); return "no"; });
    await ask("made anew", () => { const r = new Response(answer.body, answer); r.headers.append("set-cookie", "d=4"); r.headers.set("x-two", "C"); return [list(r.headers), r.headers.getSetCookie()]; });
    const again = await stub.fetch(request);
    const mine = new Response(again.body, again); mine.headers.append("Set-Cookie", "e=5");
    return mine;
  },
};

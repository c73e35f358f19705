// URL, URLSearchParams and URLPattern: parsing, setters, order, encoding, and the words of refusals.
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
const parts = (u) => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash];
export class Room {
  async fetch(request) {
    for (const text of ["http://x", "HTTP://EXAMPLE.com:80/a/../b/./c?q#h", "https://u:p@h:8443/%7Efoo/ü?ä=ö#é", "http://x/a b?c d#e f", "ws://h/p", "wss://h:443/", "http://[::1]:8080/", "http://1.2.3/", "http://0x7f.1/", "http://münchen.de/", "data:text/plain,hi", "mailto:a@b", "file:///a/b", "http://x//y\\z", "blob:http://x/1", "http://h?x", "http://h/?a=1&a=2#", "  http://trim/ ", "http://a\tb/"])
      await ask("parse " + text, () => parts(new URL(text)));
    for (const text of ["", "x", "/path", "http://", "http://a b/", "http://x:99999/", "http://[::1", "//h/p", "http:///", "://", null, undefined, 5])
      await ask("refused " + text, () => new URL(text).href);
    for (const [a, b] of [["/p?q", "http://h/a/b"], ["../c", "http://h/a/b/d"], ["?x", "http://h/a#z"], ["#f", "http://h/a?b"], ["//o/p", "https://h"], ["y", "nobase"], ["y", "data:x"]])
      await ask("base " + a + " " + b, () => new URL(a, b).href);
    await ask("canParse", () => [URL.canParse("http://x"), URL.canParse("x"), URL.canParse("/x", "http://h"), URL.parse("x"), URL.parse("/y", "http://h")?.href]);
    await ask("setters", () => { const u = new URL("http://h/p"); u.port = "8080"; u.pathname = "a b"; u.search = "q=ü"; u.hash = "x y"; u.host = "o:1"; u.protocol = "https"; u.username = "me"; const one = u.href; u.port = "443"; u.hostname = "bad host"; u.protocol = "mailto"; u.search = ""; u.hash = ""; return [one, u.href]; });
    await ask("set href bad", () => { const u = new URL("http://h/"); u.href = "nope"; return u.href; });
    await ask("linked params", () => { const u = new URL("http://h/?a=1"); u.searchParams.append("b", "x y&z"); const one = u.href; u.search = "?c=3"; const two = u.searchParams.get("c"); u.searchParams.delete("c"); return [one, two, u.href, u.searchParams === u.searchParams]; });
    await ask("json", () => [JSON.stringify({ u: new URL("http://h/") }), String(new URL("http://h/x")), Object.keys(new URL("http://h")), Object.prototype.toString.call(new URL("http://h"))]);
    await ask("request url", () => new URL(request.url).pathname);
    const P = (...a) => new URLSearchParams(...a);
    await ask("params kinds", () => [P("?a=1&b=2").toString(), P({ a: 1, b: null, c: [1, 2] }).toString(), P([["x", "1"], ["x", "2"]]).toString(), P(new Map([["m", "1"]])).toString(), P(P("q=1")).toString(), P().toString(), P("").size, P(null).toString(), P(undefined).toString(), P("a&b=&=c&&d").toString(), P(new FormData()).toString()]);
    await ask("params encoding", () => [P({ a: "ä +~*-._!'()&=%\n" }).toString(), P("a=%zz&b=%41+x&c=%F0%9F%98%80&d=%ff").get("d"), P("a=%zz").get("a"), P("a=b%20c+d").get("a"), P("a=\ud800").toString()]);
    await ask("params methods", () => { const p = P("b=2&a=1&b=3"); const out = [p.getAll("b"), p.get("none"), p.has("b", "3"), p.has("b", "9"), p.size]; p.sort(); out.push(p.toString()); p.set("b", "9"); out.push(p.toString()); p.append("c", undefined); p.delete("a"); out.push(p.toString()); p.delete("b", "8"); out.push(p.toString(), [...p], [...p.keys()]); return out; });
    await ask("params short pair", () => P([["a"]]).toString());
    await ask("params number", () => P(5).toString());
    await ask("params no argument", () => P().get());
    await ask("params append one", () => P().append("a"));
    await ask("params forEach", () => { const out = []; P("a=1&b=2").forEach((v, k) => out.push(k, v)); return out; });
    await ask("params while", () => { const p = P("a=1&b=2&c=3"); const out = []; for (const [k] of p) { out.push(k); p.delete(k); } return [out, p.toString()]; });
    const match = (pattern, input, ...more) => { const m = new URLPattern(pattern, ...more).exec(input); return m && [m.pathname.input, m.pathname.groups, m.search.groups, m.hostname.input]; };
    await ask("pattern named", () => match({ pathname: "/room/:id" }, "http://h/room/42?x"));
    await ask("pattern missing", () => match({ pathname: "/room/:id" }, "http://h/room/"));
    await ask("pattern wild", () => match({ pathname: "/files/*" }, "http://h/files/a/b"));
    await ask("pattern regexp", () => match({ pathname: "/:n(\\d+)/:rest*" }, "http://h/12/a/b"));
    await ask("pattern optional", () => [match({ pathname: "/a/:b?" }, "http://h/a"), match({ pathname: "/a{/x}?" }, "http://h/a/x")]);
    await ask("pattern text", () => match("https://*.example.com/:p", "https://a.example.com/z"));
    await ask("pattern base", () => match("/x/:y", "http://h/x/1", "http://h"));
    await ask("pattern relative", () => match("/x/:y", "http://h/x/1"));
    await ask("pattern bad", () => new URLPattern({ pathname: "/:" }).pathname);
    await ask("pattern bad regexp", () => new URLPattern({ pathname: "/(" }).pathname);
    await ask("pattern test", () => { const p = new URLPattern({ pathname: "/A/:b" }); return [p.test("http://h/a/1"), p.test({ pathname: "/A/1" }), p.test("bad"), p.pathname, p.hostname, p.protocol, p.hasRegExpGroups]; });
    await ask("pattern case", () => new URLPattern({ pathname: "/A" }, { ignoreCase: true }).test("http://h/a"));
    await ask("encode", () => [encodeURIComponent("a b/ü'()*"), encodeURI("a b/ü?&"), decodeURIComponent("%C3%BC"), escape("ü b"), unescape("%FC")]);
    await ask("decode bad", () => decodeURIComponent("%E0%A4%A"));
    return new Response("done");
  }
}

// Blob, File, FormData and multipart bodies: made, sliced, sent to a room, parsed back, broken.
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
const entries = async (form) => { const out = []; for (const [k, v] of form) out.push([k, typeof v === "string" ? v : [v.constructor.name, v.name, v.type, v.size, await v.text()]]); return out; };
const parse = async (type, body) => entries(await new Response(body, { headers: type === null ? {} : { "content-type": type } }).formData());
const masked = (s, type) => s.replaceAll(/boundary="?([^";]+)"?/.exec(type)[1], "BOUNDARY");
export class Room {
  async fetch(request) {
    if (request.method === "POST") { const form = await request.formData(); return Response.json({ type: request.headers.get("content-type").split("=")[0], form: await entries(form) }); }
    await ask("blob", async () => { const b = new Blob(["a", new Uint8Array([98]), new Blob(["c"]), new Uint8Array([0, 100]).subarray(1), 5, null, {}], { type: "Text/PLAIN" }); return [b.size, b.type, await b.text(), String(b), Object.keys(b)]; });
    await ask("blob none", () => [new Blob().size, new Blob([]).type, new Blob(undefined).size]);
    await ask("blob text", () => new Blob("abc").size);
    await ask("blob null", () => new Blob(null).size);
    await ask("blob type odd", () => [new Blob([], { type: "a/ü" }).type, new Blob([], { type: 5 }).type, new Blob([], { type: "A/B; charset=X" }).type]);
    await ask("blob endings", async () => (await new Blob(["a\r\nb\n"], { endings: "native" }).text()).length);
    await ask("slice", async () => { const b = new Blob(["hello"]); return [await b.slice(1, 3).text(), await b.slice(-2).text(), await b.slice(3, 1).text(), b.slice(0, 2, "x/y").type, b.slice(9).size]; });
    await ask("reading", async () => { const b = new Blob(["hé"]); return [await b.arrayBuffer(), await b.bytes(), await new Response(b.stream()).text(), b.stream() instanceof ReadableStream]; });
    await ask("byte stream", async () => { const r = new Blob(["hello"]).stream().getReader({ mode: "byob" }); const { value, done } = await r.read(new Uint8Array(3)); return [value, done]; });
    await ask("file", async () => { const f = new File(["x"], "n/a.txt", { type: "text/plain", lastModified: 5 }); return [f.name, f.type, f.size, f.lastModified, f instanceof Blob, await f.slice(0, 1).text(), f.slice(0, 1).constructor.name, String(f)]; });
    await ask("file no name", () => new File(["x"]).name);
    await ask("form", async () => { const f = new FormData(); f.append("a", "1"); f.append("a", 2); f.append("b", new Blob(["x"], { type: "t/x" })); f.append("c", new Blob(["y"]), "n.txt"); f.append("d", new File(["z"], "f.txt")); f.append("n", null); return [await entries(f), f.get("a"), f.getAll("a"), f.has("x"), f.get("x"), String(f)]; });
    await ask("form set", async () => { const f = new FormData(); f.append("a", "1"); f.append("b", "2"); f.append("a", "3"); f.set("a", "4"); f.delete("b"); f.set("new", "5"); return [await entries(f), [...f.keys()]]; });
    await ask("form name for text", () => new FormData().append("a", "text", "name"));
    await ask("form one argument", () => new FormData().append("a"));
    await ask("form argument", () => [...new FormData({})].length);
    await ask("form forEach", () => { const f = new FormData(); f.append("k", "v"); const out = []; f.forEach((v, k, o) => out.push(v, k, o === f)); return out; });
    await ask("sent form", async () => { const f = new FormData(); f.append("plain", "line1\nline2"); f.append('q"uote\n', 'v"'); f.append("file", new File(["data\r\n"], 'ü"n.bin', { type: "a/b" })); f.append("blob", new Blob(["b"])); const r = new Response(f); const type = r.headers.get("content-type"); return [type.split("=")[0], masked(await r.text(), type)]; });
    await ask("empty form", async () => { const r = new Response(new FormData()); const type = r.headers.get("content-type"); return masked(await r.text(), type); });
    await ask("round trip", async () => { const f = new FormData(); f.append("a\nb", "x\ny"); f.append("f", new File(["1"], "é.txt")); return entries(await new Response(f).formData()); });
    const part = (head, body) => `--B\r\n${head}\r\n\r\n${body}\r\n`;
    const M = "multipart/form-data; boundary=B";
    await ask("parse", () => parse(M, part('Content-Disposition: form-data; name="a"', "1") + part('content-disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/html', "<p>") + "--B--\r\n"));
    await ask("parse quoted boundary", () => parse('multipart/form-data; boundary="B"', part('Content-Disposition: form-data; name="a"', "1") + "--B--"));
    await ask("parse unquoted name", () => parse(M, part("Content-Disposition: form-data; name=a", "1") + "--B--\r\n"));
    await ask("parse no name", () => parse(M, part("Content-Disposition: form-data", "1") + "--B--\r\n"));
    await ask("parse empty file", () => parse(M, part('Content-Disposition: form-data; name="f"; filename=""', "") + "--B--\r\n"));
    await ask("parse untyped file", () => parse(M, part('Content-Disposition: form-data; name="f"; filename="n"', "1") + "--B--\r\n"));
    await ask("parse cut", () => parse(M, part('Content-Disposition: form-data; name="a"', "1")));
    await ask("parse preamble", () => parse(M, "hello\r\n" + part('Content-Disposition: form-data; name="a"', "1") + "--B--\r\n"));
    await ask("parse bare newlines", () => parse(M, '--B\nContent-Disposition: form-data; name="a"\n\n1\n--B--\n'));
    await ask("parse empty", () => parse(M, ""));
    await ask("parse only end", () => parse(M, "--B--\r\n"));
    await ask("parse no boundary", () => parse("multipart/form-data", "x"));
    await ask("parse no type", () => parse(null, new Uint8Array([97])));
    await ask("parse json type", () => parse("application/json", "{}"));
    await ask("parse encoded", () => parse("application/x-www-form-urlencoded;charset=UTF-8", "a=1&b=x+y%20z&a=2&c"));
    await ask("parse encoded upper", () => parse("Application/X-WWW-Form-UrlEncoded", "a=1"));
    await ask("used", async () => { const r = new Response("a=1", { headers: { "content-type": "application/x-www-form-urlencoded" } }); await r.text(); return r.formData(); });
    return new Response("done");
  }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    const form = new FormData(); form.append("who", "ü"); form.append("up", new File([new Uint8Array([1, 2])], "a.bin", { type: "image/png" }));
    await ask("sent to a room", async () => (await room.fetch("http://x/", { method: "POST", body: form })).json());
    await ask("sent params", async () => (await room.fetch("http://x/", { method: "POST", body: new URLSearchParams({ a: "b c" }) })).json());
    return request.method === "POST" ? room.fetch(request) : room.fetch("http://x/");
  },
};

// The short way of reading a URL gives what whatwg-url gives.
import assert from "node:assert/strict";
import test from "node:test";
import whatwg from "whatwg-url";
import { sealed } from "./sealed.mjs";

const kMembers = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
const image = (url) => kMembers.map((name) => url[name]);

const urls = [];
for (const scheme of ["http://", "https://", "HTTP://", "ws://", "wss://"]) {
  for (const host of ["x", "a.b-c.example", "127.0.0.1", "1.2", "a.0x1", "0x", "a.", "A.b", "xn--a", "xn--bcher-kva", "-a", "a_b", "u:p@h", "a..b"]) {
    for (const port of ["", ":80", ":443", ":8080", ":080", ":0", ":99999", ":"]) {
      for (const rest of ["", "/", "?", "#", "/a/./b", "/a/../b", "/%2e%2e/c", "/.well-known", "/a'b", "/a b", "?q='", "?room=a&name=b%20c", "/x?y#z", "#a?b'", "/a//b", "/é", "/a|b"]) {
        urls.push(scheme + host + port + rest);
      }
    }
  }
}

test(`${urls.length} URLs have the same members either way`, async () => {
  const { run } = await sealed();
  const parse = run("(text) => { try { return new URL(text); } catch (e) { return null; } }");
  for (const text of urls) {
    const expected = whatwg.URL.canParse(text) ? image(new whatwg.URL(text)) : null;
    const url = parse(text);
    assert.deepEqual(url && image(url), expected, text);
    assert.equal(run("(text) => URL.canParse(text)")(text), expected !== null, text);
  }
});

test("a base changes nothing but where the other begins", async () => {
  const { run } = await sealed();
  const parse = run("(text, base) => { try { return new URL(text, base); } catch (e) { return null; } }");
  const texts = ["", "/", "//", "//h", "/a/b", "/a?x#y", "/a//b", "/../a", "/%2e/a", "/a b", "\\a", "/\\a", " /a", "a", "./a", "?", "?q", "?q=1#z", "?q='", "?a?b", "#z", "https://x", "https:/x", "https:x", "http:a", "ws://q/w", "mailto:m"];
  const bases = ["http://x", "https://x:443/p/q?r#s", "ws://x:80/p/", "wss://x:444/p", "http://x:99999/", "http://127.0.0.1:8787/p", "https://u:p@h/p", "HTTP://X/p", "mailto:m", "/p", ""];
  for (const base of bases)
    for (const text of texts) {
      const expected = whatwg.URL.canParse(text, base) ? image(new whatwg.URL(text, base)) : null;
      const url = parse(text, base);
      assert.deepEqual(url && image(url), expected, `${text} on ${base}`);
    }
});

test("every setter gives the same after either way of reading", async () => {
  const { run } = await sealed();
  const values = { href: "https://q/?z", protocol: "https", username: "u", password: "p", host: "h:1", hostname: "h", port: "9", pathname: "/p q", search: "?s=1", hash: "f" };
  const assign = run("(text, name, value) => { const u = new URL(text); u.searchParams.get('a'); u[name] = value; return u; }");
  for (const text of ["http://x/?a=1", "http://x:8080/y#z", "http://127.0.0.1/?a=%20"]) {
    for (const [name, value] of Object.entries(values)) {
      const expected = new whatwg.URL(text);
      expected[name] = value;
      const got = assign(text, name, value);
      assert.deepEqual(image(got), image(expected), `${text} ${name}`);
      assert.equal(got.searchParams.toString(), expected.searchParams.toString(), `${text} ${name}`);
    }
  }
});

test("search parameters are read and written as whatwg-url does", async () => {
  const { run } = await sealed();
  const parse = run("(text) => new URLSearchParams(text)");
  const texts = ["", "?", "a", "a=", "=b", "a=1&a=2&&b", "%20+x=%2B", "a=%", "a=%zz&b=%4", "é=€😀", "%e2%82%ac=%ff", "%EF%BB%BFa=%ef%bb%bf", "??a", "a=b=c", "\ud800=x", "*-._~!'()=$", "a#b"];
  for (const text of texts) {
    const expected = new whatwg.URLSearchParams(text);
    const got = parse(text);
    assert.deepEqual([...got].map((pair) => [...pair]), [...expected], text);
    assert.equal(got.toString(), expected.toString(), text);
  }
  const edit = (p) => {
    p.append("z", 1); p.set("a", "9"); p.set("new", null); p.delete("b"); p.delete("a", "no"); p.sort();
    return JSON.stringify([p.has("a"), p.has("a", "9"), p.has("a", "1"), p.get("new"), p.size, [...p.keys()], [...p.values()], p.getAll("z"), String(p)]);
  };
  const text = "b=1&a=1&z=0&a=2&b=3";
  assert.equal(run(`${edit}`.replace(/^/, "(") + ")")(parse(text)), edit(new whatwg.URLSearchParams(text)));
});

test("searchParams and the URL show each other's changes", async () => {
  const { run } = await sealed();
  const seen = run(`(() => {
    const u = new URL("http://x/p?a=1#h");
    const p = u.searchParams;
    const out = [p === u.searchParams];
    p.set("a", "2 3"); out.push(u.href, u.search);
    p.append("b", "&"); u.hash = ""; out.push(u.href);
    u.search = "?c=4"; out.push(p.toString(), p === u.searchParams);
    p.delete("c"); out.push(String(u), u.search);
    u.href = "http://y/?d"; out.push(p.toString());
    return JSON.stringify(out);
  })()`);
  assert.deepEqual(JSON.parse(seen), [
    true, "http://x/p?a=2+3#h", "?a=2+3", "http://x/p?a=2+3&b=%26", "c=4", true, "http://x/p", "", "d=",
  ]);
});

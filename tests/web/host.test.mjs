// What reaches the host, what cannot be reached, and what the glue gets to work with.
import assert from "node:assert/strict";
import test from "node:test";
import { sealed } from "./sealed.mjs";

const plain = (value) => JSON.parse(JSON.stringify(value));
const fails = (run, code, name, message) => {
  const got = plain(run(`(() => { try { ${code}; return { name: "nothing thrown" }; } catch (e) { return { name: e.name, message: e.message }; } })()`));
  assert.equal(got.name, name, code);
  if (message !== undefined) assert.match(got.message, message);
};

test("every look at the clock is the host's", async () => {
  const { run, web } = await sealed();
  web.host.now = () => 86_400_000;
  assert.equal(run("Date.now()"), 86_400_000);
  assert.equal(run("new Date().getTime()"), 86_400_000);
  assert.match(run("Date()"), /^Fri Jan 02 1970/);
  assert.equal(run("performance.now()"), 86_400_000);
  assert.equal(run("new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format()"), "1/2/1970");
  assert.equal(run("new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).formatToParts().at(-1).value"), "1970");
  assert.equal(run("new Intl.DateTimeFormat('en', { timeZone: 'UTC', year: 'numeric' }).format(0)"), "1970");
  assert.equal(run("new File([], 'x').lastModified"), 86_400_000);
  assert.equal(run("new (new Date(0).constructor)().getTime()"), 86_400_000);
  assert.equal(run("Reflect.construct(Date, []).getTime()"), 86_400_000);
  assert.equal(run("typeof Temporal"), "undefined");
});

test("an invalid date is not taken for a missing one", async () => {
  const { run } = await sealed();
  assert.ok(Number.isNaN(run("new Date(undefined).getTime()")));
});

test("random numbers, bytes and ids are drawn from the host", async () => {
  const { run, web } = await sealed();
  web.host.random = () => 0.25;
  web.host.random_bytes = (n) => new Uint8Array(n).fill(0xff).buffer;
  assert.equal(run("Math.random()"), 0.25);
  assert.equal(run("crypto.randomUUID()"), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.deepEqual([...run("crypto.getRandomValues(new Uint16Array(2))")], [0xffff, 0xffff]);
  assert.deepEqual([...run("(() => { const all = new Uint8Array(4); crypto.getRandomValues(all.subarray(1, 3)); return all; })()")], [0, 255, 255, 0]);
});

test("module top level may not draw, send or answer", async () => {
  const { run, web } = await sealed();
  web.scope.global = true;
  for (const code of ["new Response('x')", "Response.json({})", "Response.redirect('http://a/')", "crypto.randomUUID()",
    "crypto.getRandomValues(new Uint8Array(1))", "new Request('http://a/', { method: 'POST', body: 'x' })", "AbortSignal.timeout(5)"]) {
    fails(run, code, "Error", /^Disallowed operation called within global scope\./);
  }
  assert.equal(run("new Response(null).status + new Request('http://a/').url + new Headers().get('a')"), "200http://a/null");
  web.scope.global = false;
  assert.equal(run("new Response('x').status"), 200);
});

test("console hands one formatted line and a level to the host", async () => {
  const { run, lines } = await sealed();
  run(`console.log("a", 1, { b: [1, "x"] }); console.info("%s has %d", "bob", 2); console.warn(new Map([[1, 2]]));
       console.error(null, undefined, -0, 5n); console.debug("x".repeat(3), Symbol("s"), () => 1); console.assert(1); console.assert(0, "no");
       console.dir({ a: { b: { c: { d: 1 } } } }); console.count(); console.log(new Headers({ a: "1" }));`);
  assert.deepEqual(lines, [
    ["log", "a 1 { b: [ 1, 'x' ] }"], ["info", "bob has 2"], ["warn", "Map(1) { 1 => 2 }"], ["error", "null undefined -0 5n"],
    ["debug", "xxx Symbol(s) [Function (anonymous)]"], ["error", "Assertion failed: no"],
    ["log", "{ a: { b: { c: [Object] } } }"], ["log", "default: 1"], ["log", "Headers(1) { 'a' => '1' }"],
  ]);
});

test("console shows cycles, errors and long lists without end", async () => {
  const { run, lines } = await sealed();
  run("const c = { n: 1 }; c.self = c; console.log(c)");
  assert.equal(lines[0][1], "<ref *1> { n: 1, self: [Circular *1] }");
  run("console.log({ e: new RangeError('boom') })");
  assert.match(lines[1][1], /RangeError: boom\n\s+at /);
  run("console.log(Array.from({ length: 1000 }, (_, i) => i))");
  assert.match(lines[2][1], /98, 99, \.\.\. 900 more items\n\]$/);
  run("console.log(Object.create(null), new Proxy({}, {}), [,1])");
  assert.equal(lines[3][1], "[Object: null prototype] {} {} [ <1 empty item>, 1 ]");
});

test("an error in a microtask becomes an error event and then reaches the host", async () => {
  const { run, uncaught } = await sealed();
  run("globalThis.seen = []; addEventListener('error', (e) => seen.push(e.message)); queueMicrotask(() => { throw new Error('mt'); })");
  await null;
  assert.deepEqual(plain(run("seen")), ["Uncaught Error: mt"]);
  assert.equal(uncaught[0].message, "mt");
  run("addEventListener('error', (e) => e.preventDefault()); queueMicrotask(() => { throw new Error('again'); })");
  await null;
  assert.equal(uncaught.length, 1);
});

test("the glue can send events to the global object", async () => {
  const { run, web } = await sealed();
  run("globalThis.reasons = []; addEventListener('unhandledrejection', (e) => reasons.push(e.reason))");
  web.dispatchGlobal(run("new PromiseRejectionEvent('unhandledrejection', { reason: 7 })"));
  assert.deepEqual(plain(run("reasons")), [7]);
});

test("what is not modelled can be looked for, and is a named error when used", async () => {
  const { run } = await sealed();
  for (const name of ["HTMLRewriter", "EventSource"]) {
    assert.equal(run(`typeof ${name}`), "function");
    fails(run, `new ${name}()`, "NotModelledError", new RegExp(`^${name} is not modelled by Dormouse yet\\. \\S`));
  }
  fails(run, "class T extends HTMLRewriter {}; new T()", "NotModelledError");
  const rejects = async (code, message) => {
    const got = plain(await run(`(async () => { try { await ${code}; } catch (e) { return [e.name, e.message]; } })()`));
    assert.equal(got[0], "NotModelledError", code);
    assert.match(got[1], message);
  };
  await rejects("fetch('https://example.com/x')", /^fetch\("https:\/\/example\.com\/x"\) to the outside/);
  await rejects("caches.default.match('x')", /^caches\.default\.match\(\)/);
  await rejects("caches.open('x')", /^caches\.open\(\)/);
  fails(run, "navigator.sendBeacon('http://a/')", "NotModelledError", /^navigator\.sendBeacon\(\)/);
  await rejects("WebAssembly.instantiate(new Uint8Array(8))", /^WebAssembly\.instantiate\(\) of bytes/);
});

test("console shows streams and bodies without what they are made of", async () => {
  const { run, lines } = await sealed();
  run("console.log(new Response('x').body, new TransformStream())");
  assert.doesNotMatch(lines[0][1], /_/);
  assert.match(lines[0][1], /^ReadableStream \{ locked: false \}/);
});

test("a body that is whole stays so when its stream is handed on unread", async () => {
  const { run, web } = await sealed();
  const parts = (code) => web.responseParts(run(code)).body;
  assert.equal(parts("new Response('x')"), "x");
  assert.equal(parts("new Response(new Response('x').body)"), "x");
  assert.equal(parts("globalThis.one = new Response('x'); one.body; one"), "x");
  assert.deepEqual([run("one.bodyUsed"), run("one.body.locked")], [true, true]);
  assert.equal(web.isOpen(parts("new Response(new ReadableStream())")), true);
});

test("nothing shows threads or the garbage collector", async () => {
  const { run } = await sealed();
  fails(run, "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)", "NotModelledError");
  assert.equal(run("new FinalizationRegistry(() => {}).register({}, 1)"), undefined);
  fails(run, "new WeakRef(1)", "TypeError");
  assert.equal(run("Object.prototype.toString.call(new WeakRef({}))"), "[object WeakRef]");
});

test("a request that arrives is cheap to make and read-only in its headers", async () => {
  const { run, web } = await sealed();
  const request = web.requestFrom("POST", "http://room/x?y", "Upgrade\nwebsocket\nX-A\n1\n", '{"a":1}', '{"colo":"X"}');
  run("globalThis.read = async (r) => [r instanceof Request, r.method, r.url, r.headers.get('upgrade'), r.cf.colo, (await r.json()).a]");
  assert.deepEqual(plain(await run("read")(request)), [true, "POST", "http://room/x?y", "websocket", "X", 1]);
  run("globalThis.change = (r) => { try { r.headers.set('a', 'b'); } catch (e) { return e.message; } }");
  assert.equal(run("change")(request), "Can't modify immutable headers.");
  run("globalThis.copy = (r) => { const c = new Request('http://b/', r); c.headers.set('q', '1'); return c.headers.get('upgrade'); }");
  assert.equal(run("copy")(web.requestFrom("GET", "http://a/", "Upgrade\nwebsocket\n", null)), "websocket");
  assert.equal(web.requestFrom("GET", "http://a/", "", null).body, null);
});

test("a request's parts come out for a stub, and its body counts as used", async () => {
  const { run, web } = await sealed();
  const request = run("new Request('http://a/b', { method: 'put', headers: { B: '1', a: '2' }, body: 'x', cf: { z: 1 } })");
  assert.deepEqual(plain(web.requestParts(request)), {
    method: "PUT", url: "http://a/b", headers: "a\n2\nb\n1\ncontent-type\ntext/plain;charset=UTF-8\n", body: "x", cf: '{"z":1}',
    redirect: "follow", once: false,
  });
  assert.equal(request.bodyUsed, true);
});

test("a response's parts are text, bytes or nothing, with every Set-Cookie on its own", async () => {
  const { run, web } = await sealed();
  const parts = (code) => web.responseParts(run(code));
  assert.deepEqual(plain(parts("new Response('hé', { status: 404, headers: [['Set-Cookie', 'a'], ['set-cookie', 'b']] })")), {
    status: 404, statusText: "", headers: "content-type\ntext/plain;charset=UTF-8\nset-cookie\na\nset-cookie\nb\n",
    body: "hé", webSocket: null,
  });
  assert.deepEqual([...parts("new Response(new Uint8Array([1, 2]))").body], [1, 2]);
  assert.equal(parts("new Response(null, { status: 204 })").body, null);
  const upgraded = run("globalThis.w = new WebSocket(); new Response(null, { status: 101, webSocket: w })");
  assert.equal(web.responseParts(upgraded).webSocket, run("w"));
  assert.throws(() => {
    const used = run("new Response('x')");
    web.responseParts(used);
    web.responseParts(used);
  }, /Body has already been used/);
});

test("a response that arrives from a stub can be read and handed on", async () => {
  const { run, web } = await sealed();
  run("globalThis.read = async (r) => [r instanceof Response, r.status, r.headers.get('a'), await r.text()]");
  assert.deepEqual(plain(await run("read")(web.responseFrom({ status: 201, headers: "A\n1\n", body: "x" }))), [true, 201, "1", "x"]);
  run("globalThis.on = (r) => { const c = new Response(r.body, r); c.headers.set('b', '2'); return c; }");
  const on = run("on")(web.responseFrom({ status: 203, headers: "A\n1\n", body: "y" }));
  assert.deepEqual(plain(web.responseParts(on)), { status: 203, statusText: "Non-Authoritative Information", headers: "a\n1\nb\n2\n", body: "y", webSocket: null });
  const ws = run("globalThis.w = new WebSocket()");
  assert.equal(run("on")(web.responseFrom({ status: 101, webSocket: ws })).webSocket, ws);
});

test("the glue can say of which class of ours a value is, and why it cannot be cloned", async () => {
  const { run, web } = await sealed();
  assert.equal(web.platformClass(run("new (class Mine extends EventTarget {})()")), "EventTarget");
  assert.equal(web.platformClass(run("({ a: 1 })")), undefined);
  assert.equal(web.refusalOf("URL"), 'Could not serialize object of type "URL". This type does not support serialization.');
  assert.equal(web.refusalOf("Response"), "ReadableStream can only be serialized for RPC.");
});

test("the boundary of a form's body is drawn from the host", async () => {
  const { run, web } = await sealed();
  web.host.random_bytes = (n) => new Uint8Array(n).fill(0xab).buffer;
  run("globalThis.form = new FormData(); form.append('a', '1')");
  assert.equal(run("new Response(form).headers.get('content-type')"), `multipart/form-data; boundary=${"ab".repeat(16)}`);
});

test("the same sources bundle to the same bytes", async () => {
  const { bundle } = await import("../../models/js/web/build.mjs");
  const fs = await import("node:fs");
  const os = await import("node:os");
  const folder = fs.mkdtempSync(`${os.tmpdir()}/bundle-`);
  const entry = new URL("entry.js", import.meta.url).pathname;
  await bundle(entry, `${folder}/a.js`);
  await bundle(entry, `${folder}/b.js`);
  const text = fs.readFileSync(`${folder}/a.js`, "utf8");
  assert.equal(text, fs.readFileSync(`${folder}/b.js`, "utf8"));
  assert.ok(!text.includes(process.cwd()), "no path of this machine");
  fs.rmSync(folder, { recursive: true });
});

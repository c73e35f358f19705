// Questions about Node's modules under nodejs_compat, each answered once by the production runtime (recorded.json).
const text = (value) => Buffer.from(value);
const grouped = { buffer: [
  () => text("héllo").toString("hex"), () => text("héllo").toString("base64"), () => text("hé?>~").toString("base64url"),
  () => Buffer.from("aGk_", "base64url").toString("latin1"), () => Buffer.from("aGk/", "base64").toString("hex"),
  () => Buffer.from("00ff10", "hex"), () => Buffer.from("00fz10", "hex"), () => Buffer.from([1, 257, -1]),
  () => Buffer.from("abc", "utf16le"), () => Buffer.from("é", "latin1"), () => Buffer.from("é", "ascii").toString("ascii"),
  () => Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 2), () => Buffer.from({ type: "Buffer", data: [1, 2] }),
  () => JSON.stringify(text("hi")), () => Buffer.alloc(5, "ab").toString(), () => Buffer.alloc(3),
  () => Buffer.concat([text("a"), text("bc"), new Uint8Array([100])]).toString(), () => Buffer.concat([text("abc")], 2).toString(),
  () => Buffer.byteLength("héllo"), () => Buffer.byteLength("aGk_", "base64url"), () => Buffer.byteLength("00ff", "hex"),
  () => Buffer.compare(text("a"), text("b")), () => text("abc").equals(text("abc")), () => text("abc").equals(new Uint8Array([97])),
  () => Buffer.isBuffer(text("a")), () => Buffer.isBuffer(new Uint8Array(1)), () => text("") instanceof Uint8Array,
  () => ["utf8", "UTF-8", "hex", "base64url", "latin1", "binary", "ucs2", "what"].map(Buffer.isEncoding),
  () => text("abcdef").slice(1, 3).toString(), () => text("abcdef").subarray(-3, -1).toString(),
  () => { const a = text("abc"); a.slice(0, 1)[0] = 122; return a.toString(); },
  () => text("abcabc").indexOf("ca"), () => text("abcabc").lastIndexOf("b"), () => text("abc").includes(text("bc")), () => text("abc").indexOf(99),
  () => { const b = Buffer.alloc(8); b.writeUInt32BE(0xdeadbeef, 0); b.writeInt16LE(-2, 4); return [b, b.readUInt32BE(0), b.readInt16LE(4), b.readUIntBE(1, 3)]; },
  () => { const b = Buffer.alloc(8); b.writeDoubleBE(1.5); return [b, b.readDoubleBE(0)]; },
  () => { const b = Buffer.alloc(8); b.writeBigUInt64LE(2n ** 63n); return [b, b.readBigInt64LE(0), b.readBigUInt64LE()]; },
  () => Buffer.alloc(2).readUInt32LE(0), () => Buffer.alloc(4).writeUInt8(256, 0), () => text("ab").swap16(), () => text("abc").swap16(),
  () => { const b = Buffer.alloc(6); return [b.write("hello", 2), b.toString("latin1")]; },
  () => { const b = Buffer.alloc(6); return [b.write("aGVs", 1, "base64url"), b]; },
  () => [...text("ab").entries()], () => text("ab").toJSON(), () => text("abc").fill("xy").toString(), () => text("abcd").copy(Buffer.alloc(2)),
  () => Buffer.from(5), () => Buffer.from(undefined), () => Buffer.from("a", "what"), () => Buffer.alloc(-1), () => Buffer.concat("a"),
  (m) => m.buffer.isUtf8(text("é")), (m) => m.buffer.isAscii(text("é")), (m) => m.buffer.kMaxLength, (m) => m.buffer.constants.MAX_STRING_LENGTH > 1e8,
  (m) => m.buffer.transcode(text("é"), "utf8", "latin1"), (m) => m.buffer.Buffer === Buffer, (m) => typeof m.buffer.Blob, (m) => m.buffer.atob("aGk="),
  () => `${text("hi")}`, () => text("hi").toLocaleString(), () => structuredClone(text("hi")).constructor.name, () => Buffer.from("\ud800").toString("hex"),
  () => Buffer.copyBytesFrom(new Uint16Array([1, 2]), 1), () => text("abc").at(-1), () => text("abc").readUInt8(3), () => Buffer.poolSize,
  () => Buffer.of(1, 2), () => text("abc").map((x) => x + 1), () => Buffer.from(text("abc")).buffer.byteLength >= 3, () => Buffer.name,
], events: [
  (m) => { const e = new m.events.EventEmitter(), got = []; e.on("a", (...x) => got.push(x)); e.once("a", () => got.push("once")); e.emit("a", 1, 2); e.emit("a"); return [got, e.emit("b")]; },
  (m) => new m.events.EventEmitter().emit("error", new Error("lost")), (m) => new m.events.EventEmitter().emit("error", "text"),
  (m) => m.events.default === m.events.EventEmitter, (m) => m.events.EventEmitter.EventEmitter === m.events.EventEmitter,
  (m) => { const e = new m.events.EventEmitter(), f = () => 1; e.on("a", f).prependListener("a", () => 2); return [e.listenerCount("a"), e.listeners("a").length, e.eventNames(), e.off("a", f).listenerCount("a"), e.removeAllListeners().eventNames()]; },
  async (m) => { const e = new m.events.EventEmitter(); queueMicrotask(() => e.emit("x", 1, 2)); return m.events.once(e, "x"); },
  async (m) => { const e = new m.events.EventEmitter(); queueMicrotask(() => e.emit("error", new Error("no"))); return m.events.once(e, "x"); },
  async (m) => { const e = new m.events.EventEmitter(), got = []; queueMicrotask(() => { e.emit("x", 1); e.emit("x", 2); }); for await (const [v] of m.events.on(e, "x")) { got.push(v); if (v === 2) break; } return got; },
  (m) => m.events.defaultMaxListeners, (m) => new m.events.EventEmitter().getMaxListeners(), (m) => new m.events.EventEmitter().on("a", 5),
  (m) => { class A extends m.events.default {} const a = new A(); let self; a.on("x", function () { self = this === a; }); a.emit("x"); return self; },
  (m) => { function Old() { m.events.EventEmitter.call(this); } m.util.inherits(Old, m.events.EventEmitter); const o = new Old(); let n = 0; o.on("x", () => n++); o.emit("x"); return [n, Old.super_ === m.events.EventEmitter]; },
  (m) => { const e = new m.events.EventEmitter(); e.on("newListener", () => 0); return m.events.listenerCount(e, "newListener"); },
  (m) => { const e = new m.events.EventEmitter(); m.events.setMaxListeners(3, e); return m.events.getMaxListeners(e); },
], crypto: [
  ...["md5", "sha1", "sha224", "sha256", "SHA384", "sha512", "sha512-256", "ripemd160", "RSA-SHA256", "what"].map((name) => `(m) => m.crypto.createHash("${name}").update("a").update(Buffer.from("b")).digest("hex")`),
  (m) => m.crypto.createHash("sha256").update("a").digest("base64url"), (m) => m.crypto.createHash("sha256").update("a").digest(), (m) => m.crypto.createHash("sha256").update("ff", "hex").digest("base64"),
  (m) => { const h = m.crypto.createHash("sha1"); h.digest(); return h.digest(); }, (m) => { const h = m.crypto.createHash("sha1"); h.digest(); return h.update("a"); },
  (m) => { const h = m.crypto.createHash("sha1").update("a"), c = h.copy().update("b"); return [h.digest("hex"), c.digest("hex")]; }, (m) => m.crypto.createHash("sha1").update(5),
  (m) => m.crypto.createHmac("sha256", "key").update("a").digest("hex"), (m) => m.crypto.createHmac("sha1", Buffer.from("key")).update("a").digest("base64"), (m) => m.crypto.createHmac("what", "key"),
  (m) => { const h = m.crypto.createHmac("sha1", "k"); h.digest(); return h.digest("hex"); }, (m) => m.crypto.createHmac("md5", new Uint8Array(100)).update("a").digest("hex"),
  (m) => { const b = m.crypto.randomBytes(8); return [Buffer.isBuffer(b), b.length]; }, (m) => m.crypto.randomBytes(0).length, (m) => m.crypto.randomBytes(-1), (m) => m.crypto.randomBytes("a"),
  (m) => new Promise((done) => m.crypto.randomBytes(4, (error, bytes) => done([error, bytes.length]))), (m) => /^[0-9a-f-]{36}$/.test(m.crypto.randomUUID()),
  (m) => { const n = m.crypto.randomInt(5); return n >= 0 && n < 5; }, (m) => m.crypto.randomInt(3, 4), (m) => m.crypto.randomInt(4, 3), (m) => m.crypto.randomInt(0.5), (m) => new Promise((done) => m.crypto.randomInt(1, 2, (error, n) => done([error, n]))),
  (m) => m.crypto.timingSafeEqual(text("abc"), text("abc")), (m) => m.crypto.timingSafeEqual(text("abc"), text("abd")), (m) => m.crypto.timingSafeEqual(text("abc"), text("ab")), (m) => m.crypto.timingSafeEqual("abc", "abc"),
  (m) => m.crypto.pbkdf2Sync("pw", "salt", 10, 16, "sha256").toString("hex"), (m) => m.crypto.scryptSync("pw", "salt", 16, { N: 16 }).toString("hex"), (m) => Buffer.from(m.crypto.hkdfSync("sha256", "key", "salt", "info", 16)).toString("hex"),
  (m) => m.crypto.hkdfSync("sha256", "key", "salt", "info", 16).constructor.name, (m) => new Promise((done) => m.crypto.pbkdf2("pw", "salt", 10, 16, "sha512", (error, key) => done([error, key.toString("hex")]))),
  (m) => m.crypto.hash("sha1", "a"), (m) => m.crypto.hash("md5", Buffer.from("a"), "base64"), (m) => typeof m.crypto.webcrypto.subtle, (m) => m.crypto.getRandomValues(new Uint8Array(2)).length, (m) => m.crypto.getHashes().includes("sha256"),
  (m) => m.crypto.randomFillSync(Buffer.alloc(4)).length, (m) => m.crypto.createHash("sha256").update("").digest("latin1").length, (m) => m.crypto.subtle === crypto.subtle,
  (m) => { const key = m.crypto.createSecretKey("secret"); return [key.type, key.symmetricKeySize, key.export(), JSON.parse(JSON.stringify(key.export({ format: "jwk" }))), key.equals(m.crypto.createSecretKey(text("secret"))), key.equals(m.crypto.createSecretKey("other")), key instanceof m.crypto.KeyObject, m.util.types.isKeyObject(key)]; },
  (m) => m.crypto.createHmac("sha256", m.crypto.createSecretKey("key")).update("a").digest("hex"),
], util: [
  (m) => m.util.format("%s %d %i %j %o %% %x", "a", 1.5, 1.5, { a: 1 }, [1]), (m) => m.util.format("a", { b: 1 }, 2), (m) => m.util.format("%s", null, undefined), (m) => m.util.format("%s", { a: { b: { c: 1 } } }),
  (m) => m.util.inspect({ a: 1, b: "x", c: [1, 2], d: new Map([[1, { e: 2 }]]), f() {}, g: class A {}, h: null, i: undefined, j: 10n, k: Symbol("s") }), (m) => m.util.inspect("it's"), (m) => m.util.inspect({ a: { b: { c: { d: 1 } } } }), (m) => m.util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }),
  (m) => m.util.inspect(new Date(0)), (m) => m.util.inspect([1, , 3]), (m) => m.util.inspect(new Set(["a"])), (m) => m.util.inspect({ [m.util.inspect.custom]: () => "mine" }), (m) => m.util.inspect(Buffer.from("hi")), (m) => m.util.inspect("a".repeat(5), { colors: true }),
  (m) => { const a = {}; a.self = a; return m.util.inspect(a); }, (m) => m.util.inspect(new Uint8Array(3)), (m) => m.util.inspect(Promise.resolve(4)), (m) => m.util.inspect(Object.create(null)), (m) => m.util.inspect(new (class Room { x = 1; })()),
  (m) => m.util.isDeepStrictEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), (m) => m.util.isDeepStrictEqual([1], ["1"]), (m) => m.util.isDeepStrictEqual(new Map([[1, 2]]), new Map([[1, 2]])), (m) => m.util.isDeepStrictEqual(new Set([1]), new Set([2])), (m) => m.util.isDeepStrictEqual(NaN, NaN), (m) => m.util.isDeepStrictEqual(new Date(1), new Date(2)),
  async (m) => m.util.promisify((a, done) => done(null, a + 1))(1), async (m) => m.util.promisify((done) => done(new Error("no")))(), (m) => m.util.promisify(5), (m) => { const f = () => 0; f[m.util.promisify.custom] = () => "own"; return m.util.promisify(f)(); }, (m) => String(m.util.promisify.custom),
  (m) => new Promise((done) => m.util.callbackify(async (a) => a + 1)(1, (error, value) => done([error, value]))), (m) => m.util.types.isPromise(Promise.resolve()), (m) => [m.util.types.isDate(new Date()), m.util.types.isRegExp(/a/), m.util.types.isUint8Array(Buffer.alloc(1)), m.util.types.isMap(new Map()), m.util.types.isNativeError(new TypeError()), m.util.types.isAsyncFunction(async () => 0), m.util.types.isProxy(new Proxy({}, {}))],
  (m) => m.util.stripVTControlCharacters("\u001b[31mred\u001b[39m"), (m) => m.util.toUSVString("\ud800"), (m) => m.util.deprecate((a) => a, "old")(3), (m) => new m.util.TextDecoder().decode(new m.util.TextEncoder().encode("é")), (m) => m.util.isArray([]), (m) => m.util.inherits(5, 6), (m) => m.util.styleText("red", "a"),
], path: [
  (m) => m.path.join("/a", "..", "b", "./c"), (m) => m.path.resolve("a", "b"), (m) => m.path.normalize("/a//b/../c/."), (m) => m.path.basename("/a/b.txt", ".txt"), (m) => m.path.dirname("/a/b/c"), (m) => m.path.extname("a.b.c"), (m) => m.path.relative("/a/b", "/a/c/d"), (m) => m.path.parse("/srv/x/file.txt"),
  (m) => m.path.format({ dir: "/a", base: "b" }), (m) => m.path.isAbsolute("a"), (m) => [m.path.sep, m.path.delimiter], (m) => m.path.join("a\\b", "c"), (m) => m.path.posix === m.path.default, (m) => m.path.join(5), (m) => m.path.posix.join("a", "b"), (m) => m.path.extname(".bashrc"),
], process: [
  () => process.env, () => process.platform, () => process.arch, () => process.version, () => process.versions.node, () => process.argv, () => process.cwd(), () => process.pid, () => process.title, () => process.release.name, () => process.exitCode, () => process.stdout.isTTY, () => typeof process.uptime(), () => process.hrtime().length, () => typeof process.hrtime.bigint(),
  () => new Promise((done) => process.nextTick((a, b) => done([a, b]), 1, 2)), async () => { const order = []; process.nextTick(() => order.push("tick")); queueMicrotask(() => order.push("micro")); await new Promise((done) => setTimeout(done, 5)); return order; }, () => Object.keys(process.memoryUsage()), () => process.emitWarning.name, () => process.on("x", () => 0) === process, () => { process.env.ADDED = 5; return process.env.ADDED; }, (m) => m.process.default === process, (m) => m.process.env === process.env, () => process.umask(), () => process.getBuiltinModule("node:path").sep, () => process.exit.length, () => Object.prototype.toString.call(process), () => process.execPath, () => process.getuid(), () => process.nextTick("a"), () => globalThis.global === globalThis,
], url: [
  (m) => m.url.URL === URL, (m) => m.url.parse("http://u:p@host.com:80/p/a?x=1#h"), (m) => m.url.parse("/a?b=c", true).query.b, (m) => m.url.format({ protocol: "https", host: "a.com", pathname: "/x", query: { a: 1 } }), (m) => m.url.resolve("http://a.com/b/c", "../d"), (m) => m.url.fileURLToPath("file:///a%20b"), (m) => m.url.pathToFileURL("/a b").href, (m) => m.url.domainToASCII("español.com"), (m) => m.url.domainToUnicode("xn--espaol-zwa.com"), (m) => m.url.format(new URL("http://a.com/?b#c"), { fragment: false }), (m) => m.url.urlToHttpOptions(new URL("http://u:p@a.com/b")).auth, (m) => m.url.fileURLToPath("http://a"),
], querystring: [
  (m) => m.querystring.parse("a=1&a=2&b=%20x+y&c"), (m) => m.querystring.stringify({ a: [1, 2], b: "x y", c: true }), (m) => m.querystring.escape("a b&"), (m) => m.querystring.unescape("a%20b"), (m) => m.querystring.parse("a:1;b:2", ";", ":"),
], string_decoder: [
  (m) => { const d = new m.string_decoder.StringDecoder("utf8"); return [d.write(Buffer.from([0xc3])), d.write(Buffer.from([0xa9])), d.end()]; }, (m) => { const d = new m.string_decoder.StringDecoder("utf8"); d.write(Buffer.from([0xe2, 0x82])); return d.end(); }, (m) => new m.string_decoder.StringDecoder("hex").write(text("ab")), (m) => { const d = new m.string_decoder.StringDecoder("base64"); return [d.write(text("ab")), d.end()]; }, (m) => new m.string_decoder.StringDecoder("what"),
], assert: [
  (m) => m.assert.ok(0, "it is"), (m) => m.assert.default(true), (m) => m.assert.equal(1, "1"), (m) => m.assert.strictEqual(1, 1), (m) => m.assert.strictEqual(1, 2, "different"), (m) => m.assert.deepStrictEqual({ a: 1 }, { a: 1 }), (m) => m.assert.deepEqual([1], ["1"]), (m) => m.assert.deepStrictEqual([1], [2], "arrays"), (m) => m.assert.throws(() => { throw new TypeError("x"); }, TypeError), (m) => m.assert.throws(() => 0), async (m) => m.assert.rejects(Promise.reject(new Error("a"))), (m) => m.assert.notStrictEqual(1, 1, "same"), (m) => { try { m.assert.strictEqual(1, 2, "m"); } catch (e) { return [e.code, e.actual, e.expected, e.operator, e instanceof m.assert.AssertionError]; } }, (m) => m.assert.fail("no"), (m) => m.assert.match("abc", /b/), (m) => m.assert.strict.equal(1, "1", "strict"), (m) => m.assert.ifError(null), (m) => m.assert.doesNotThrow(() => 0),
], os: [(m) => m.os.EOL, (m) => m.os.platform(), (m) => m.os.type(), (m) => m.os.constants.signals.SIGINT, (m) => m.os.tmpdir(), (m) => m.os.cpus(), (m) => m.os.hostname(), (m) => m.os.arch(), (m) => m.os.endianness(), (m) => m.os.homedir(), (m) => m.os.totalmem(), (m) => m.os.release(), (m) => m.os.availableParallelism()],
stream: [
  async (m) => { const got = []; for await (const x of m.stream.Readable.from(["a", "b"])) got.push(x); return got; },
  async (m) => { const t = new m.stream.Transform({ transform(x, e, done) { done(null, String(x).toUpperCase()); } }); t.end("abc"); let all = ""; for await (const x of t) all += x; return all; },
  async (m) => { const got = []; const w = new m.stream.Writable({ write(x, e, done) { got.push(Buffer.isBuffer(x), String(x), e); done(); } }); await m.promises.pipeline(m.stream.Readable.from(["x", "y"]), w); return got; },
  async (m) => { const r = new m.stream.Readable({ read() { this.push("once"); this.push(null); } }); r.setEncoding("utf8"); let all = ""; for await (const x of r) all += x; return all; },
  (m) => m.stream.default === m.stream.Stream, (m) => m.stream.Stream.Readable === m.stream.Readable, (m) => new m.stream.PassThrough() instanceof m.stream.Duplex, (m) => new m.stream.Readable() instanceof m.events.EventEmitter, async (m) => new Promise((done) => { const p = new m.stream.PassThrough(); m.stream.finished(p, (error) => done(error ?? "finished")); p.resume(); p.end(); }), async (m) => { const w = new m.stream.Writable({ write(x, e, done) { done(new Error("full")); } }); await m.promises.pipeline(m.stream.Readable.from(["x"]), w); },
], timers: [
  (m) => new Promise((done) => m.timers.setTimeout(done, 1, "late")), (m) => new Promise((done) => m.timers.setImmediate(done, "soon")), async (m) => m.timersPromises.setTimeout(1, "v"), async (m) => { const got = []; for await (const x of m.timersPromises.setInterval(1, "i")) { got.push(x); if (got.length === 2) return got; } }, async () => { const order = []; setImmediate(() => order.push("immediate")); await Promise.resolve(); order.push("job"); await new Promise((done) => setTimeout(done, 5)); return order; }, (m) => { const t = setImmediate(() => 0); clearImmediate(t); return typeof t; }, (m) => m.timers.setTimeout.name,
], perf_hooks: [(m) => typeof m.perf_hooks.performance.now(), (m) => m.perf_hooks.performance === performance],
async_hooks: [(m) => new m.async_hooks.AsyncLocalStorage().run(5, () => 6)],
diagnostics_channel: [(m) => { const got = [], c = m.diagnostics_channel.channel("x"); c.subscribe((message, name) => got.push(message, name)); c.publish(3); return [got, c.hasSubscribers, m.diagnostics_channel.hasSubscribers("y")]; }],
};

const imported = ["buffer", "events", "crypto", "util", "path", "process", "url", "querystring", "string_decoder", "assert", "os",
  "stream", "timers", "perf_hooks", "async_hooks", "diagnostics_channel"];

/** The questions by name: "buffer 1", ...; each a function of the imported modules, as text. */
export const cases = Object.fromEntries(Object.entries(grouped).flatMap(([group, questions]) =>
  questions.map((question, i) => [`${group} ${i + 1}: ${String(question).replace(/^(async )?\(m?\) => /, "").slice(0, 60)}`, String(question)])));

/** A Worker that answers them all: {name: answer}. */
export const workerOf = (show, ask) => `${imported.map((name) => `import * as node_${name} from "node:${name}";`).join("\n")}
import * as promises from "node:stream/promises";
import * as timersPromises from "node:timers/promises";
const m = { ${imported.map((name) => `${name}: node_${name}`).join(", ")}, promises, timersPromises };
const text = ${text};
${show}
${ask}
const cases = {${Object.entries(cases).map(([name, question]) => `${JSON.stringify(name)}: ${question}`).join(",\n")}};
export class Room {}
export default {
  async fetch() {
    const answers = {};
    for (const [name, question] of Object.entries(cases)) answers[name] = await ask(() => question(m));
    return Response.json(answers);
  },
};`;

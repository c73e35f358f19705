// Order within an object: microtasks, timers, intervals, immediates, scheduler.wait, async iteration, several awaits; and what globals are there.
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
export class Room {
  constructor(ctx, env) { Object.assign(this, { ctx, env }); }
  async fetch(request) {
    if (request.url.endsWith("/self")) return new Response("self");
    const { storage } = this.ctx;
    const run = (label, f) => ask(label, async () => { const out = []; await f((x) => () => out.push(x), out); await wait(15); return out; });
    await run("microtasks", (p) => { setTimeout(p("timeout"), 0); queueMicrotask(p("micro")); Promise.resolve().then(p("then")); (async () => { p("async start")(); await null; p("async end")(); })(); p("sync")(); });
    await run("then and await", (p) => { (async () => { await (async () => {})(); p("await async")(); })(); Promise.resolve().then(p(1)).then(p(2)).then(p(3)); (async () => { await { then(ok) { ok(); } }; p("thenable")(); })(); });
    await run("return await", (p) => { const f = async () => Promise.resolve(); const g = async () => await Promise.resolve(); f().then(p("return")); g().then(p("return await")); Promise.resolve().then(p(1)).then(p(2)).then(p(3)).then(p(4)); });
    await run("micro in timer", (p) => { setTimeout(() => { p("t1")(); queueMicrotask(p("m1")); }, 0); setTimeout(p("t2"), 0); });
    await run("timers", (p) => { setTimeout(p(5), 5); setTimeout(p(1), 1); setTimeout(p(0), 0); setTimeout(p("none")); setTimeout(p("neg"), -5); });
    await run("immediate", (p) => { setTimeout(p("timeout"), 2); setImmediate(p("immediate")); queueMicrotask(p("micro")); });
    await run("scheduler", (p) => { scheduler.wait(3).then(p("wait 3")); setTimeout(p("timeout 1"), 1); scheduler.wait(6).then(p("wait 6")); setTimeout(p("timeout 9"), 9); });
    await run("interval", (p, out) => new Promise((ok) => { let n = 0; const id = setInterval((a) => { out.push(a + n); if (++n === 3) { clearInterval(id); ok(); } }, 2, "i"); }));
    await run("interval throws", (p, out) => { let n = 0; const id = setInterval(() => { out.push(++n); if (n === 2) clearInterval(id); throw new Error("in interval"); }, 2); });
    await run("timer throws", (p) => { setTimeout(() => { throw new Error("in timer"); }, 1); setTimeout(p("next"), 2); });
    await run("clear inside", (p) => { const a = setTimeout(p("a"), 3); setTimeout(() => clearTimeout(a), 1); clearTimeout("x"); clearTimeout(null); clearTimeout(a + 1000); });
    await run("nested timers", (p) => setTimeout(() => { p(1)(); setTimeout(() => { p(2)(); setTimeout(p(3), 0); }, 0); }, 0));
    await run("storage", (p) => { storage.put("a", 1).then(p("put")); storage.get("a").then(p("get")); queueMicrotask(p("micro")); Promise.resolve().then(p("then")); });
    await run("race", async (p, out) => { out.push(await Promise.race([wait(5).then(() => "slow"), wait(1).then(() => "quick")]), await Promise.any([Promise.reject(1), wait(1).then(() => "any")])); });
    await run("any rejects", async (p, out) => { out.push(await Promise.any([Promise.reject(new Error("a")), Promise.reject("b")]).catch((e) => [e.constructor.name, e.message, e.errors.length])); });
    await run("async generator", async (p, out) => { async function* g() { try { yield 1; await null; yield 2; } finally { out.push("finally"); } } for await (const x of g()) { out.push(x); if (x === 2) break; } });
    await run("withResolvers", async (p, out) => { const { promise, resolve } = Promise.withResolvers(); setTimeout(resolve, 1, "r"); out.push(await promise, await Promise.try(() => "tried")); });
    await run("finally", async (p, out) => { out.push(await Promise.resolve(1).finally(() => 2), await Promise.reject(1).finally(() => { throw 2; }).catch((e) => e)); });
    await run("array async", async (p, out) => { out.push(await Array.fromAsync([1, Promise.resolve(2)])); });
    await run("block", async (p, out) => { this.ctx.blockConcurrencyWhile(async () => { p("in")(); await wait(2); p("out")(); }).then(p("then")); p("sync")(); await wait(5); });
    await run("self fetch", async (p, out) => { const r = this.env.ROOM.getByName("r1").fetch("http://x/self").then((r) => r.text()).then((t) => out.push(t)); p("asked")(); await r; });
    await run("waitUntil", async (p, out) => { this.ctx.waitUntil((async () => { p("w start")(); await null; p("w end")(); })()); p("sync")(); });
    await ask("lock step", async () => { let n = 0; const seen = []; const f = async (k) => { for (let i = 0; i < 3; i++) { seen.push(k + i); await null; n++; } }; await Promise.all([f("a"), f("b")]); return [seen.join(" "), n]; });
    const G = ["AbortController", "AbortSignal", "Blob", "BroadcastChannel", "Buffer", "ByteLengthQueuingStrategy", "Cache", "CacheStorage", "CloseEvent", "CompressionStream", "CountQueuingStrategy", "Crypto", "CryptoKey", "CustomEvent", "DOMException", "DecompressionStream", "DisposableStack", "ErrorEvent", "Event", "EventSource", "EventTarget", "ExtendableEvent", "FetchEvent", "File", "FileReader", "FinalizationRegistry", "FixedLengthStream", "Float16Array", "FormData", "HTMLRewriter", "Headers", "IdentityTransformStream", "ImageData", "Iterator", "MessageChannel", "MessageEvent", "MessagePort", "Navigator", "Performance", "PromiseRejectionEvent", "ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableStreamDefaultController", "ReadableStreamDefaultReader", "Request", "Response", "ScheduledEvent", "ServiceWorkerGlobalScope", "SharedArrayBuffer", "Storage", "SubtleCrypto", "SuppressedError", "TailEvent", "Temporal", "TextDecoder", "TextDecoderStream", "TextEncoder", "TextEncoderStream", "TransformStream", "TransformStreamDefaultController", "URL", "URLPattern", "URLSearchParams", "WeakRef", "WebAssembly", "WebSocket", "WebSocketPair", "WebSocketRequestResponsePair", "Worker", "WorkerGlobalScope", "WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter", "XMLHttpRequest", "alert", "atob", "btoa", "caches", "clearImmediate", "clearInterval", "clearTimeout", "close", "console", "crypto", "document", "exports", "fetch", "global", "importScripts", "localStorage", "location", "module", "name", "navigator", "onerror", "origin", "performance", "postMessage", "process", "queueMicrotask", "reportError", "require", "scheduler", "self", "setImmediate", "setInterval", "setTimeout", "structuredClone", "window"];
    await ask("globals", () => Object.fromEntries(G.map((k) => [k, typeof globalThis[k]])));
    await ask("navigator", () => [navigator.userAgent, navigator.hardwareConcurrency, navigator.language, navigator.languages, typeof navigator.sendBeacon, navigator.platform, navigator.onLine, String(navigator)]);
    await ask("performance", () => [typeof performance.now(), typeof performance.timeOrigin, typeof performance.mark, typeof performance.measure, typeof performance.toJSON, String(performance), performance.mark?.("m")?.name, typeof performance.getEntries?.()]);
    await ask("console", () => Object.keys(console).sort().join());
    await ask("newer language", () => [Object.groupBy([1, 2, 3], (x) => (x % 2 ? "odd" : "even")), [3, 1, 2].toSorted(), [1, 2].with(0, 9), [1, 2, 3].findLast((x) => x < 3), "a".at(-1), new Set([1, 2]).union(new Set([3])), Object.hasOwn({ a: 1 }, "a"), Math.sumPrecise?.([1, 2]), typeof RegExp.escape, typeof Error.isError, typeof Map.prototype.getOrInsert, typeof Iterator.concat, typeof Symbol.dispose, typeof Uint8Array.fromHex]);
    return new Response("done");
  }
}

// AbortController and AbortSignal: any, timeout, reasons, events, order; and what they stop: a call of a room, streams, waits.
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
const soon = (p) => Promise.race([p, wait(150).then(() => "never")]);
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const p = new URL(request.url).pathname;
    if (p === "/slow") { request.signal?.addEventListener("abort", () => log("room sees the abort", { reason: show(request.signal.reason) })); await wait(60); log("slow done", { aborted: request.signal?.aborted }); return new Response("slow"); }
    if (p === "/body") { let n = 0; return new Response(new ReadableStream({ async pull(c) { await wait(20); if (n++ > 4) c.close(); else c.enqueue(new TextEncoder().encode("x")); }, cancel(r) { log("body cancelled", { reason: show(r) }); } })); }
    return new Response("?");
  }
}
export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("r1");
    await ask("fresh", () => { const { signal } = new AbortController(); return [signal.aborted, signal.reason, signal.onabort, String(signal), String(new AbortController()), Object.keys(signal)]; });
    await ask("abort", () => { const c = new AbortController(); const out = []; c.signal.onabort = (e) => out.push("on", e.type, e.target === c.signal, e.isTrusted, e.constructor.name); c.signal.addEventListener("abort", function () { out.push("listener", this === c.signal); }); const r = c.abort("why"); c.abort("again"); return [r, c.signal.aborted, c.signal.reason, out]; });
    await ask("reasons", () => [undefined, null, 0, "", { a: 1 }].map((x) => { const c = new AbortController(); c.abort(x); return show(c.signal.reason); }));
    await ask("default reason", () => { const s = AbortSignal.abort(); return [s.reason.name, s.reason.message, s.reason.code, s.reason.constructor.name, s.reason === s.reason]; });
    await ask("throwIfAborted", () => AbortSignal.abort("text").throwIfAborted());
    await ask("throwIfAborted not", () => new AbortController().signal.throwIfAborted());
    await ask("once and remove", () => { const c = new AbortController(); let n = 0; const f = () => n++; c.signal.addEventListener("abort", f, { once: true }); c.signal.addEventListener("abort", f); c.signal.removeEventListener("abort", f); c.abort(); return n; });
    await ask("late listener", async () => { let n = 0; AbortSignal.abort().addEventListener("abort", () => n++); await wait(1); return n; });
    await ask("listener throws", () => { const c = new AbortController(); let n = 0; c.signal.addEventListener("abort", () => { throw new Error("in listener"); }); c.signal.addEventListener("abort", () => n++); c.abort(); return n; });
    await ask("any", () => { const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([a.signal, b.signal]); const out = [s.aborted]; s.onabort = () => out.push("event"); b.abort("B"); a.abort("A"); return [...out, s.aborted, s.reason]; });
    await ask("any order", () => { const a = new AbortController(); const out = []; a.signal.addEventListener("abort", () => out.push("source")); const s = AbortSignal.any([a.signal]); s.addEventListener("abort", () => out.push("any")); a.signal.addEventListener("abort", () => out.push("source later")); a.abort(); return out; });
    await ask("any aborted", () => { const s = AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]); return [s.aborted, s.reason]; });
    await ask("any none", () => AbortSignal.any([]).aborted);
    await ask("any bad", () => AbortSignal.any([{}]));
    await ask("any not list", () => AbortSignal.any(new AbortController().signal));
    await ask("timeout", async () => { const s = AbortSignal.timeout(10); let events = 0; s.onabort = () => events++; await wait(30); return [s.aborted, s.reason.name, s.reason.message, s.reason.code, s.reason.constructor.name, events]; });
    await ask("timeout zero", async () => { const s = AbortSignal.timeout(0); const at = s.aborted; await wait(5); return [at, s.aborted]; });
    for (const ms of [-1, NaN, "5", undefined, 1e20, 0.5]) await ask("timeout " + ms, () => AbortSignal.timeout(ms).aborted);
    await ask("any with timeout", async () => { const c = new AbortController(); const s = AbortSignal.any([c.signal, AbortSignal.timeout(5)]); await wait(20); return [s.aborted, s.reason.name]; });
    await ask("new AbortSignal", () => new AbortSignal());
    await ask("abort detached", () => { const { abort } = new AbortController(); abort(); });
    await ask("listener of a signal", () => { const t = new EventTarget(), c = new AbortController(); let n = 0; t.addEventListener("x", () => n++, { signal: c.signal }); t.dispatchEvent(new Event("x")); c.abort(); t.dispatchEvent(new Event("x")); return n; });
    await ask("fetch of a room", () => soon((async () => { const c = new AbortController(); setTimeout(() => c.abort(new RangeError("stop")), 10); return room.fetch("http://x/slow", { signal: c.signal }); })()));
    await wait(80);
    await ask("fetch with timeout", () => soon((() => room.fetch("http://x/slow", { signal: AbortSignal.timeout(10) }))()));
    await wait(80);
    await ask("abort after the answer", () => soon((async () => { const c = new AbortController(); const r = await room.fetch("http://x/slow", { signal: c.signal }); c.abort("late"); return r.text(); })()));
    await ask("abort while the body comes", () => soon((async () => { const c = new AbortController(); const r = await room.fetch("http://x/body", { signal: c.signal }); const reader = r.body.getReader(); const one = await reader.read(); c.abort(new RangeError("body stop")); return [one.value, await reader.read().then((x) => x.done, err)]; })()));
    await wait(60);
    await ask("race", () => soon((() => Promise.race([wait(50).then(() => "late"), new Promise((_, no) => AbortSignal.timeout(5).addEventListener("abort", (e) => no(e.target.reason)))]))()));
    await ask("scheduler.wait", () => soon((() => { const c = new AbortController(); setTimeout(() => c.abort(new Error("no wait")), 5); return scheduler.wait(100, { signal: c.signal }); })()));
    await ask("scheduler.wait aborted", () => soon((() => scheduler.wait(1, { signal: AbortSignal.abort("gone") }))()));
    await ask("pipeTo", () => soon((async () => { const c = new AbortController(); const out = []; setTimeout(() => c.abort(new Error("pipe stop")), 5); const src = new ReadableStream({ cancel(r) { out.push("cancel " + r.message); } }); const dst = new WritableStream({ abort(r) { out.push("abort " + r.message); } }); return [await src.pipeTo(dst, { signal: c.signal }).catch(err), out]; })()));
    await ask("writable signal", () => soon((async () => { let sig; const w = new WritableStream({ start(c) { sig = c.signal; } }); await w.abort("w"); return [sig?.aborted, sig?.reason]; })()));
    return new Response("done");
  },
};

// Server-sent events: a room keeps writers of streams, broadcasts to them, notices readers that left; replay by Last-Event-ID; long polls.
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
const enc = new TextEncoder();
export class Room {
  constructor(ctx) { this.ctx = ctx; this.writers = new Map(); this.waiters = []; this.n = 0; log("constructor"); }
  async fetch(request) {
    const url = new URL(request.url);
    const what = url.pathname.split("/")[2];
    if (what === "events") {
      const { readable, writable } = new TransformStream();
      const writer = writable.getWriter();
      const id = url.searchParams.get("id");
      this.writers.set(id, writer);
      writer.closed.then(() => log("closed", { id }), (e) => { log("writer failed", { id, ...err(e) }); this.writers.delete(id); });
      this.ctx.waitUntil((async () => { for (const [k, v] of await this.ctx.storage.list({ prefix: "e", startAfter: "e" + (request.headers.get("last-event-id") ?? "") })) await writer.write(enc.encode(`id: ${k.slice(1)}\ndata: ${v}\n\n`)); })().catch((e) => log("replay", err(e))));
      return new Response(readable, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
    }
    if (what === "post") {
      const text = await request.text();
      const k = String(++this.n).padStart(3, "0");
      await this.ctx.storage.put("e" + k, text);
      const sent = await Promise.all([...this.writers].map(async ([id, w]) => { try { await Promise.race([w.write(enc.encode(`id: ${k}\ndata: ${text}\n\n`)), wait(100).then(() => { throw new Error("stuck"); })]); return [id, "sent"]; } catch (e) { this.writers.delete(id); return [id, err(e)]; } }));
      this.waiters.splice(0).forEach((f) => f(text));
      return Response.json({ k, sent });
    }
    if (what === "poll") return new Response(await Promise.race([new Promise((r) => this.waiters.push(r)), wait(200).then(() => "timeout")]));
    if (what === "end") { const out = []; for (const [id, w] of this.writers) { await w.close().then(() => out.push(id), (e) => out.push([id, err(e)])); } this.writers.clear(); return Response.json(out); }
    if (what === "abort") { for (const w of this.writers.values()) w.abort(new RangeError("over")).catch(() => {}); this.writers.clear(); return new Response("aborted"); }
    if (what === "own") { let timer, n = 0; return new Response(new ReadableStream({ start(c) { timer = setInterval(() => { c.enqueue(enc.encode(": tick " + n++ + "\n\n")); if (n === 3) { clearInterval(timer); c.close(); } }, 10); }, cancel() { clearInterval(timer); log("own cancelled"); } }), { headers: { "content-type": "text/event-stream" } }); }
  }
}
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const room = env.ROOM.getByName(url.pathname.split("/")[1]);
    if (!url.searchParams.has("read")) return room.fetch(request);
    const want = Number(url.searchParams.get("read"));
    const r = await room.fetch(request);
    const reader = r.body.pipeThrough(new TextDecoderStream()).getReader();
    const out = [];
    try { while (out.length < want) { const { value, done } = await reader.read(); if (done) { out.push("done"); break; } out.push(value); } if (out.at(-1) !== "done") await reader.cancel("read enough"); } catch (e) { out.push(err(e)); }
    return Response.json([r.headers.get("content-type"), out]);
  },
};

// Responses whose bodies are still being written: handed on unread, read piecewise by the Worker, written by the Worker, by
// one object for another, broken off, cancelled by who reads; request bodies that are streams.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const text = new TextEncoder();

function slowly(count, ms, { fail = false } = {}) {
  let i = 0;
  return new ReadableStream({
    async pull(controller) {
      await wait(ms);
      if (i === count) return fail ? controller.error(new RangeError("broken")) : controller.close();
      controller.enqueue(text.encode("chunk" + i++ + "\n"));
    },
    cancel(reason) { log("cancelled", { reason: err(reason) }); },
  }, { highWaterMark: 0 });
}

async function pieces(body) {
  const out = [];
  try {
    for await (const piece of body) out.push(new TextDecoder().decode(piece));
  } catch (e) { out.push(err(e).name); }
  return out;
}

export class Room {
  constructor(ctx, env) { this.env = env; }
  async fetch(request) {
    const what = new URL(request.url).pathname.split("/")[2];
    if (what === "slow") return new Response(slowly(3, 100), { status: 201, headers: { "x-a": "1", "content-type": "text/event-stream" } });
    if (what === "fail") return new Response(slowly(2, 100, { fail: true }));
    if (what === "strings") return new Response(new ReadableStream({ start(c) { c.enqueue("text"); c.close(); } }));
    if (what === "at-once") return new Response(new ReadableStream({ start(c) { c.enqueue(text.encode("a")); c.enqueue(text.encode("b")); c.close(); } }));
    if (what === "empty") return new Response(new ReadableStream({ start(c) { c.close(); } }));
    if (what === "echo") return new Response(request.body);
    if (what === "upper") return new Response(request.body.pipeThrough(new TextDecoderStream()).pipeThrough(new TransformStream({ transform(v, c) { c.enqueue(v.toUpperCase()); } })).pipeThrough(new TextEncoderStream()));
    if (what === "read") return new Response(await request.text());
    if (what === "other") { const answer = await this.env.ROOM.get(this.env.ROOM.idFromName("other")).fetch("http://oracle.test/other/slow"); return Response.json(await pieces(answer.body)); }
    if (what === "handed") return this.env.ROOM.get(this.env.ROOM.idFromName("other")).fetch("http://oracle.test/other/slow");
    return new Response("?", { status: 404 });
  }
}

export default {
  async fetch(request, env) {
    const stub = env.ROOM.get(env.ROOM.idFromName("r1"));
    const [, how, what] = new URL(request.url).pathname.split("/");
    const ask = (init) => stub.fetch("http://oracle.test/r1/" + what, init);
    if (how === "unread") return ask(request.method === "POST" ? { method: "POST", body: request.body } : {});
    if (how === "pieces") { const answer = await ask(); return Response.json({ status: answer.status, type: answer.headers.get("content-type"), pieces: await pieces(answer.body), used: answer.bodyUsed }); }
    if (how === "text") { const answer = await ask(); return Response.json(await answer.text().catch((e) => ({ ...err(e), remote: e.remote }))); }
    if (how === "through") { const answer = await ask(); const { readable, writable } = new TransformStream(); answer.body.pipeTo(writable); return new Response(readable, answer); }
    if (how === "wrapped") { const answer = await ask(); return new Response(answer.body, answer); }
    if (how === "cancel") { const answer = await ask(); const reader = answer.body.getReader(); const first = await reader.read(); await reader.cancel(new Error("enough")); await wait(300); return new Response(new TextDecoder().decode(first.value)); }
    if (how === "own") return new Response(slowly(2, 100));
    if (how === "clone") { const answer = await ask(); const copy = answer.clone(); return Response.json([await answer.text(), await copy.text()]); }
    if (how === "send") return ask({ method: "POST", body: slowly(2, 100) });
    return new Response("?", { status: 404 });
  },
};

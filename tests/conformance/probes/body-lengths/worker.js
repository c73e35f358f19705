// What a receiver hears of a body's length: of requests that code makes or changes, and of answers.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const shown = (message) => ({
  body: message.body === null ? null : typeof message.body,
  headers: [...message.headers],
});
const stream = (...chunks) => new ReadableStream({
  start(c) { for (const chunk of chunks) c.enqueue(new TextEncoder().encode(chunk)); c.close(); },
});
function fixed(length, text) {
  const { readable, writable } = new FixedLengthStream(length);
  const writer = writable.getWriter();
  writer.write(new TextEncoder().encode(text)).catch(() => {});
  writer.close().catch(() => {});
  return readable;
}
const own = { "content-length": "77" };

export default {
  async fetch(request, env) {
    const [, how] = new URL(request.url).pathname.split("/");
    const stub = env.ROOM.get(env.ROOM.idFromName("r"));
    const send = async (name, ...args) => {
      try {
        const answer = await stub.fetch(...args);
        log("answered", { name, status: answer.status, text: await answer.text() });
      } catch (error) {
        log("failed", { name, error: error.message });
      }
    };
    if (how === "made") {
      await send("text", "http://x/text", { method: "POST", body: "grüße" });
      await send("bytes", "http://x/bytes", { method: "POST", body: new Uint8Array(5) });
      await send("blob", "http://x/blob", { method: "POST", body: new Blob(["abc"]) });
      await send("fixed", "http://x/fixed", { method: "POST", body: fixed(4, "four") });
      await send("stream", "http://x/stream", { method: "POST", body: stream("a", "bc") });
      await send("owned", "http://x/owned", { method: "POST", body: "three", headers: own });
      await send("owned nothing", "http://x/owned-nothing", { method: "POST", headers: own });
      await send("owned get", "http://x/owned-get", { headers: own });
      await send("owned stream", "http://x/owned-stream", { method: "POST", body: stream("abc"), headers: own });
      await send("chunked text", "http://x/chunked-text", { method: "POST", body: "three", headers: { "transfer-encoding": "chunked" } });
      await send("get with", new Request("http://x/g", { method: "DELETE", body: "why" }));
    }
    if (how === "passed") {
      await send("other body", new Request(request, { body: "another body" }));
      await send("other url", "http://x/other-url", { method: "POST", headers: request.headers, body: "more than that" });
      await send("headers only", "http://x/headers-only", { method: "POST", headers: request.headers });
      await send("read and sent", "http://x/read", { method: "POST", headers: request.headers, body: await request.arrayBuffer() });
    }
    if (how === "streamed") await send("its stream", "http://x/its-stream", { method: "POST", body: request.body });
    if (how === "cloned") await send("its clone", request.clone());
    if (how === "answers") {
      for (const name of ["text", "bytes", "fixed", "stream", "owned", "owned-null", "blob", "304", "205", "head-owned"]) {
        const answer = await stub.fetch("http://x/answer/" + name, { method: name.startsWith("head") ? "HEAD" : "GET" });
        log("answer", { name, status: answer.status, ...shown(answer), text: await answer.text() });
      }
    }
    return new Response("done");
  },
};

export class Room {
  async fetch(request) {
    const [, how, name] = new URL(request.url).pathname.split("/");
    if (how === "answer") {
      if (name === "bytes") return new Response(new Uint8Array(6));
      if (name === "fixed") return new Response(fixed(4, "four"));
      if (name === "stream") return new Response(stream("a", "b"));
      if (name === "owned") return new Response("three", { headers: own });
      if (name === "owned-null") return new Response(null, { headers: own });
      if (name === "blob") return new Response(new Blob(["xy"]));
      if (name === "304") return new Response(null, { status: 304 });
      if (name === "205") return new Response(null, { status: 205 });
      if (name === "head-owned") return new Response(null, { headers: own });
      return new Response("text");
    }
    const headers = [...request.headers].filter(([name]) => name !== "connection");
    log("room", { how, method: request.method, body: request.body === null ? null : typeof request.body, headers });
    const text = await request.text();
    return new Response(text);
  }
}

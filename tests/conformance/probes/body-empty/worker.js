// A request or an answer without a body, and one whose body is empty: at the front, behind a stub, and on the way back.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const shown = (message) => ({
  body: message.body === null ? null : typeof message.body,
  used: message.bodyUsed,
  length: message.headers.get("content-length"),
  encoding: message.headers.get("transfer-encoding"),
  type: message.headers.get("content-type"),
});

export default {
  async fetch(request, env) {
    const [, how] = new URL(request.url).pathname.split("/");
    log("front", { how, method: request.method, ...shown(request) });
    const stub = env.ROOM.get(env.ROOM.idFromName("r"));
    if (how === "on") return stub.fetch(request);
    if (how === "read") {
      const text = await request.text();
      log("read", { text, used: request.bodyUsed });
      return new Response("");
    }
    if (how === "copy") return stub.fetch(new Request(request));
    if (how === "init") return stub.fetch("http://x/init", request);
    if (how === "made") {
      const made = {
        none: ["POST", undefined], null: ["POST", null], text: ["POST", ""], bytes: ["PUT", new Uint8Array(0)],
        deleted: ["DELETE", undefined], options: ["OPTIONS", undefined], params: ["POST", new URLSearchParams()],
        stream: ["POST", new ReadableStream({ start(c) { c.close(); } })],
      };
      for (const [name, [method, body]] of Object.entries(made)) {
        const request = new Request("http://x/" + name, { method, body });
        log("made", { name, ...shown(request) });
        const answer = await stub.fetch(request);
        log("answered", { name, ...shown(answer), text: await answer.text() });
      }
    }
    if (how === "answers") {
      for (const name of ["null", "text", "none", "204", "stream", "head"]) {
        const answer = await stub.fetch("http://x/answer/" + name, { method: name === "head" ? "HEAD" : "GET" });
        log("answered", { name, status: answer.status, ...shown(answer), text: await answer.text(), then: answer.bodyUsed });
      }
    }
    if (how === "nothing") return new Response(null);
    if (how === "empty") return new Response("");
    if (how === "204") return new Response(null, { status: 204 });
    return new Response("done");
  },
};

export class Room {
  async fetch(request) {
    const [, how, name] = new URL(request.url).pathname.split("/");
    if (how === "answer") {
      if (name === "null") return new Response(null);
      if (name === "none") return new Response();
      if (name === "204") return new Response(null, { status: 204 });
      if (name === "stream") return new Response(new ReadableStream({ start(c) { c.close(); } }));
      if (name === "head") return new Response("not sent");
      return new Response("");
    }
    log("room", { how, method: request.method, ...shown(request) });
    const text = await request.text();
    log("room read", { text, used: request.bodyUsed, body: request.body === null ? null : "there" });
    return new Response("ok");
  }
}

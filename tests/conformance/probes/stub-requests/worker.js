// fetch() of a stub: in which forms it is asked, what arrives, what may be changed, and what is refused.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const tried = async (name, what) => {
  try {
    const value = await what();
    log(name, { value: value === undefined ? "<undefined>" : value });
  } catch (error) {
    log(name, { error: error instanceof Error ? [error.name, error.message] : String(error) });
  }
};

export default {
  async fetch(request, env) {
    const id = env.ROOM.idFromName("r");
    const stub = env.ROOM.get(id);
    const ask = (name, ...args) => tried(name, async () => {
      const answer = await stub.fetch(...args);
      return [answer.status, answer.url, answer.redirected, answer.ok, answer.type, await answer.text()];
    });
    await ask("text", "http://x/show");
    await ask("relative", "/show");
    await ask("empty", "");
    await ask("nothing");
    await ask("url", new URL("https://Example.COM:443/show/../show?b=2&a=1#part"));
    await ask("request", new Request("http://x/show", { headers: { "X-One": "1" } }));
    await ask("request and init", new Request("http://x/show", { headers: { "X-One": "1" } }), { headers: { "X-Two": "2" } });
    await ask("method", "http://x/show", { method: "post" });
    await ask("odd method", "http://x/show", { method: "FROB" });
    await ask("get with body", "http://x/show", { body: "x" });
    await ask("credentials", "http://user:pass@x/show");
    await ask("not http", "ftp://x/show");
    await ask("wss", "wss://x/show");
    await ask("spaces", "http://x/sh ow?q=a b");
    await ask("cf", "http://x/cf", { cf: { colo: "XYZ", mine: true } });
    await ask("redirect", "http://x/redirect/302");
    await ask("redirect manual", "http://x/redirect/302", { redirect: "manual" });
    await ask("redirect 303 post", "http://x/redirect/303", { method: "POST", body: "b" });
    await ask("redirect 307 post", "http://x/redirect/307", { method: "POST", body: "kept" });
    await ask("redirect request", new Request("http://x/redirect/301"));
    await ask("redirect passed on", new Request("http://x/redirect/301", request));
    await ask("error status", "http://x/status/503");
    await ask("throws", "http://x/throws");
    await ask("no response", "http://x/nothing");
    await tried("headers of an answer", async () => {
      const answer = await stub.fetch("http://x/cookies");
      const out = [[...answer.headers], answer.headers.getSetCookie(), answer.headers.get("set-cookie"), answer.statusText];
      try { answer.headers.set("a", "b"); } catch (error) { out.push(error.message); }
      const mine = new Response(answer.body, answer);
      mine.headers.set("a", "b");
      out.push(mine.headers.get("a"), mine.status, mine.statusText);
      return out;
    });
    await tried("headers of a request", async () => {
      const out = [];
      try { request.headers.set("a", "b"); } catch (error) { out.push(error.message); }
      const copy = new Request(request);
      copy.headers.set("a", "b");
      out.push(copy.headers.get("a"), request.headers.get("a"));
      return out;
    });
    await tried("aborted before", () => stub.fetch("http://x/show", { signal: AbortSignal.abort() }));
    await tried("aborted with", () => stub.fetch("http://x/show", { signal: AbortSignal.abort(new Error("mine")) }));
    await tried("aborted while", async () => {
      const controller = new AbortController();
      const asked = stub.fetch("http://x/slow", { signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      return (await asked).status;
    });
    await tried("timed out", () => stub.fetch("http://x/slow", { signal: AbortSignal.timeout(20) }));
    await tried("shape", () => [
      typeof stub, String(stub), Object.keys(stub), "fetch" in stub, typeof stub.fetch, typeof stub.anything,
      typeof stub.then, stub.id === id, stub.id.equals(id), stub.name, JSON.stringify(stub) ?? null,
      stub.constructor.name, Object.prototype.toString.call(stub),
    ]);
    await tried("awaited", async () => (await stub) === stub);
    await tried("cloned", () => structuredClone(stub));
    await tried("json", () => [
      typeof stub.toJSON, "toJSON" in stub, typeof stub.toString, typeof stub.valueOf, typeof stub.anything.toJSON,
      JSON.stringify({ stub, id: stub.id }), JSON.stringify(stub.anything) ?? null,
    ]);
    await tried("property cloned", () => structuredClone(stub.anything));
    await tried("promise cloned", () => structuredClone(stub.double(2)));
    await tried("inside cloned", () => structuredClone({ a: [stub] }));
    await tried("id cloned", () => structuredClone(stub.id));
    await tried("put", async () => (await stub.fetch("http://x/put")).json());
    await tried("two at a time", async () => {
      const answers = await Promise.all([1, 2, 3].map((n) => stub.fetch(`http://x/count/${n}`)));
      return Promise.all(answers.map((answer) => answer.text()));
    });
    await tried("read late", async () => {
      const answer = await stub.fetch("http://x/count/late");
      await stub.fetch("http://x/count/other");
      return answer.text();
    });
    return new Response("done");
  },
};

export class Room {
  count = 0;
  constructor(ctx, env) { Object.assign(this, { ctx, env }); }
  double(n) { return 2 * n; }
  async fetch(request) {
    const url = new URL(request.url);
    const [, how, what] = url.pathname.split("/");
    if (how === "cf") return Response.json(request.cf ?? null);
    if (how === "redirect") return Response.redirect("http://x/show?from=" + what, Number(what));
    if (how === "status") return new Response("no", { status: Number(what), statusText: "Odd" });
    if (how === "throws") throw new TypeError("thrown here");
    if (how === "nothing") return undefined;
    if (how === "slow") { await scheduler.wait(100); return new Response("slow"); }
    if (how === "put") {
      const out = [];
      const stub = this.env.ROOM.get(this.env.ROOM.idFromName("another"));
      for (const value of [stub, { stub }, stub.id, stub.anything]) {
        try { await this.ctx.storage.put("k", value); out.push("kept"); } catch (error) { out.push([error.name, error.message]); }
      }
      return Response.json(out);
    }
    if (how === "count") return new Response(`${what}:${++this.count}`);
    if (how === "cookies") {
      const headers = new Headers({ "X-Mixed-Case": "A, b" });
      headers.append("Set-Cookie", "a=1; Path=/");
      headers.append("Set-Cookie", "b=2");
      return new Response("c", { status: 201, statusText: "Made", headers });
    }
    return Response.json([request.method, request.url, [...request.headers], request.redirect, await request.text()]);
  }
}

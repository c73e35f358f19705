// Ways to read the body of a request that has come, what each leaves behind, and what is refused.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const tried = async (name, what) => {
  try {
    const value = await what();
    log(name, { value: value === undefined ? "<undefined>" : value });
  } catch (error) {
    log(name, { error: error instanceof Error ? [error.name, error.message] : String(error) });
  }
};
const decode = (chunk) => new TextDecoder().decode(chunk);

export class Room {
  async fetch(request) {
    const how = new URL(request.url).pathname.split("/")[2];
    const type = request.headers.get("content-type");
    log("begin", { how, type });
    if (how === "twice") {
      await tried("first", () => request.text());
      await tried("second", () => request.text());
      await tried("json", () => request.json());
      await tried("clone", () => request.clone().text());
      await tried("body", () => [request.body.locked, request.bodyUsed]);
      await tried("reader", () => request.body.getReader().read());
    }
    if (how === "json") {
      await tried("clone", () => request.clone().json());
      await tried("json", () => request.json());
    }
    if (how === "form") {
      await tried("form", async () => [...(await request.clone().formData())]);
      await tried("blob", async () => { const blob = await request.clone().blob(); return [blob.type, blob.size, await blob.text()]; });
      await tried("bytes", async () => [...(await request.bytes())].length);
    }
    if (how === "reader") {
      const reader = request.body.getReader();
      await tried("locked", () => [request.body.locked, request.bodyUsed]);
      await tried("text", () => request.text());
      await tried("tee", () => request.body.tee().length);
      await tried("read", async () => { const { done, value } = await reader.read(); return [done, value.constructor.name, decode(value)]; });
      await tried("used", () => [request.body.locked, request.bodyUsed]);
      await tried("end", async () => { const { done, value } = await reader.read(); return [done, value ?? null]; });
      await tried("release", () => reader.releaseLock());
      await tried("after", () => [request.body.locked, request.bodyUsed]);
      await tried("closed", async () => reader.closed);
    }
    if (how === "byob") {
      const reader = request.body.getReader({ mode: "byob" });
      await tried("two", async () => { const { done, value } = await reader.read(new Uint8Array(2)); return [done, decode(value)]; });
      await tried("at least", async () => { const { done, value } = await reader.readAtLeast(3, new Uint8Array(8)); return [done, decode(value)]; });
      await tried("end", async () => { const { done, value } = await reader.read(new Uint8Array(4)); return [done, value?.byteLength ?? null]; });
    }
    if (how === "iterate") {
      await tried("chunks", async () => { const out = []; for await (const chunk of request.body) out.push(decode(chunk)); return out; });
      await tried("again", async () => { for await (const chunk of request.body) return decode(chunk); return "nothing"; });
    }
    if (how === "leave") {
      await tried("first", async () => { for await (const chunk of request.body) { return decode(chunk); } });
      await tried("then", () => request.text());
    }
    if (how === "cancel") {
      await tried("cancel", () => request.body.cancel("not wanted"));
      await tried("used", () => [request.body.locked, request.bodyUsed]);
      await tried("text", () => request.text());
    }
    if (how === "tee") {
      const [one, other] = request.body.tee();
      await tried("locked", () => [request.body.locked, request.bodyUsed]);
      await tried("one", () => new Response(one).text());
      await tried("other", () => new Response(other).json());
      await tried("text", () => request.text());
    }
    if (how === "pipe") {
      const { readable, writable } = new TransformStream({
        transform(chunk, controller) { controller.enqueue(new TextEncoder().encode(decode(chunk).toUpperCase())); },
      });
      const piped = request.body.pipeTo(writable);
      await tried("upper", () => new Response(readable).text());
      await tried("piped", () => piped);
      await tried("through", () => new Response("x").body.pipeThrough(new TextDecoderStream()).getReader().read());
    }
    if (how === "null") {
      await tried("text", () => request.text());
      await tried("json", () => request.json());
      await tried("bytes", async () => (await request.arrayBuffer()).byteLength);
      await tried("form", () => request.formData());
      await tried("blob", async () => (await request.blob()).size);
      await tried("used", () => request.bodyUsed);
    }
    if (how === "late") {
      const read = request.text();
      await tried("at once", () => [request.bodyUsed, request.body.locked]);
      await tried("second", () => request.text());
      await tried("first", () => read);
    }
    if (how === "echo") return new Response(request.body, { headers: { "content-type": type ?? "none" } });
    if (how === "used") { await request.text(); return new Response(request.body); }
    if (how === "same") { const answer = new Response("same"); await answer.text(); return answer; }
    return new Response("done");
  }
}

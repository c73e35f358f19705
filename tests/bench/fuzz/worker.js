// A chat room that keeps what was said, answers with who is there, and clears up by an alarm. Each message goes through
// the codec of its kind: fuzz_bench.mjs puts as many of them into codecs.js as make the bundle as large as asked.
import { DurableObject } from "cloudflare:workers";
import { codecFor, kinds } from "./codecs.js";

const KEPT = 20;

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.count = (await ctx.storage.get("count")) ?? 0;
    });
  }

  async fetch(request) {
    const url = new URL(request.url);
    if (request.headers.get("Upgrade") !== "websocket") return Response.json({ count: this.count, kinds: kinds().length });
    const [client, server] = Object.values(new WebSocketPair());
    const name = url.searchParams.get("name") ?? "somebody";
    this.ctx.acceptWebSocket(server, [name]);
    server.serializeAttachment({ name, since: Date.now(), said: 0 });
    const history = await this.ctx.storage.list({ prefix: "said:", reverse: true, limit: KEPT });
    server.send(JSON.stringify({ type: "hello", name, history: [...history.values()].reverse() }));
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const who = ws.deserializeAttachment();
    const [kind, ...words] = text.split(" ");
    const codec = codecFor(kind);
    const value = codec.decode(codec.encode({ name: who.name, text: words.join(" "), at: Date.now() }));
    const problems = codec.check(value);
    if (problems.length > 0) return ws.send(JSON.stringify({ type: "refused", problems }));
    this.count += 1;
    await this.ctx.storage.put({ count: this.count, [`said:${String(this.count).padStart(8, "0")}`]: value });
    ws.serializeAttachment({ ...who, said: who.said + 1 });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 20_000);
    const line = JSON.stringify({ type: "said", kind, text: value.text });
    for (const other of this.ctx.getWebSockets()) other.send(line);
  }

  async webSocketClose(ws, code) {
    ws.close(code === 1005 || code === 1006 ? 1000 : code, "bye");
  }

  async alarm() {
    const said = await this.ctx.storage.list({ prefix: "said:" });
    const old = [...said.keys()].slice(0, -KEPT);
    if (old.length > 0) await this.ctx.storage.delete(old);
    if (this.ctx.getWebSockets().length > 0 && said.size > 0) await this.ctx.storage.setAlarm(Date.now() + 60_000);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname.slice(1) || "lobby").fetch(request),
};

// What tools/measure_costs.mjs measures: a room of the usual size, one kind of handler after another, and loops that
// tell an operation's time from everything around it. The local runtime's clock moves inside a turn.
import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.woken = true;
  }

  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get("upgrade") === "websocket") return this.join(searchParams.get("name"));
    const asked = pathname.split("/")[2];
    if (asked === "loops") return Response.json(await this.loops(Number(searchParams.get("times"))));
    if (asked === "alarm") await this.ctx.storage.setAlarm(Date.now() + Number(searchParams.get("after")));
    if (asked === "timer") setTimeout(() => this.tick(), 5);
    if (asked === "sync") {
      await this.ctx.storage.put("synced", Number(searchParams.get("n")));
      await this.ctx.storage.sync();
    }
    return new Response("ok");
  }

  async join(name) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ name });
    server.send(JSON.stringify({ welcome: name, others: this.ctx.getWebSockets().length }));
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, text) {
    const { kind, n } = JSON.parse(text);
    if (kind === "echo") return ws.send(text);
    const { name } = ws.deserializeAttachment();
    if (kind === "keep") {
      const kept = (await this.ctx.storage.get("count")) ?? 0;
      await this.ctx.storage.put("count", kept + 1);
    }
    const out = JSON.stringify({ name, n });
    for (const other of this.ctx.getWebSockets()) other.send(out);
  }

  async webSocketClose(ws) {
    ws.close(1000);
    const { name } = ws.deserializeAttachment();
    for (const other of this.ctx.getWebSockets()) if (other !== ws) other.send(JSON.stringify({ left: name }));
  }

  alarm() {
    this.tick();
  }

  count(n) {
    this.counted = (this.counted ?? 0) + n;
    return { counted: this.counted };
  }

  tick() {
    this.ticks = (this.ticks ?? 0) + 1;
    for (const ws of this.ctx.getWebSockets()) ws.send(`{"tick":${this.ticks}}`);
  }

  /** Microseconds of one operation, of so many in one turn. */
  async loops(times) {
    const { storage } = this.ctx;
    const row = { name: "someone", text: "x".repeat(100), n: 1 };
    storage.sql.exec("CREATE TABLE IF NOT EXISTS t (k INTEGER PRIMARY KEY, v TEXT)");
    const key = (i) => `k${i % 100}`;
    for (let i = 0; i < 100; ++i) storage.kv.put(key(i), row);
    const operations = {
      nothing: (i) => key(i),
      "kv.get": (i) => storage.kv.get(key(i)),
      "kv.put": (i) => storage.kv.put(key(i), row),
      get: (i) => storage.get(key(i)),
      put: (i) => storage.put(key(i), row),
      "sql select": (i) => storage.sql.exec("SELECT v FROM t WHERE k = ?", i % 100).toArray(),
      "sql insert": (i) => storage.sql.exec("INSERT OR REPLACE INTO t VALUES (?, ?)", i % 100, row.text),
      "json round trip": () => JSON.parse(JSON.stringify(row)),
    };
    const microseconds = {};
    for (const [name, operation] of Object.entries(operations)) {
      const rounds = [];
      for (let round = 0; round < 5; ++round) {
        const began = performance.now();
        for (let i = 0; i < times; ++i) await operation(i);
        rounds.push(((performance.now() - began) * 1000) / times);
      }
      microseconds[name] = rounds;
      await storage.sync();
    }
    return microseconds;
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const room = env.ROOM.getByName(url.pathname.split("/")[1]);
    if (url.pathname.endsWith("/rpc")) return Response.json(await room.count(1));
    return room.fetch(request);
  },
};

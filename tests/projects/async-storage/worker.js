// Values that follow a request through awaits, timers and storage, and never those of another request.
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { DurableObject } from "cloudflare:workers";

const request = new AsyncLocalStorage();
const other = new AsyncLocalStorage({ defaultValue: "none" });

async function deep() {
  await 1;
  await scheduler.wait(1000);
  return `${request.getStore()}/${other.getStore()}`;
}

export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    const before = request.getStore();
    const said = await request.run(text, async () => {
      const bound = AsyncResource.bind(() => request.getStore());
      const later = new Promise((resolve) => setTimeout(() => resolve(request.getStore()), 500));
      await this.ctx.storage.put("k", text);
      const parts = await Promise.all([deep(), later, other.run("inner", deep), request.run("nested", () => bound())]);
      const queued = await new Promise((resolve) => queueMicrotask(() => resolve(request.getStore())));
      return [...parts, queued, request.exit(() => request.getStore())].join(" ");
    });
    ws.send(`${text}: ${said} | ${before} ${request.getStore()}`);
  }
}
export default {
  fetch(incoming, env) {
    return env.ROOMS.get(env.ROOMS.idFromName("one")).fetch(incoming);
  },
};

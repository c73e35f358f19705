import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {

  async fetch() {
    await this.ctx.storage.setAlarm(Date.now() + 30_000);
    await this.ctx.storage.put("phase", { name: "playing" });
    return new Response("begun");
  }

  async alarm() {
    if ((await this.ctx.storage.get("phase"))?.name !== "playing") return;
    await this.ctx.storage.put("results", 1);
    await this.ctx.storage.delete("phase");
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

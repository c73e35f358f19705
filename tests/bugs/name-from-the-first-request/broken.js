import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    this.name = new URL(request.url).pathname.slice(1);
    await this.ctx.storage.setAlarm(Date.now() + 3 * 60_000);
    return new Response("named");
  }

  async alarm() {
    const name = this.name;
    await this.ctx.storage.put("log", name.toUpperCase());
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const wish = await request.text();
    const ticket = ((await this.ctx.storage.get("tickets")) ?? 0) + 1;
    await this.ctx.storage.put({ [`wish ${ticket}`]: wish, tickets: ticket });
    await this.ctx.storage.sync();
    return new Response(`ticket ${ticket}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

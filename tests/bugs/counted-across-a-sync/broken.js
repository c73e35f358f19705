import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const ticket = ((await this.ctx.storage.get("tickets")) ?? 0) + 1;
    await this.ctx.storage.put(`wish ${ticket}`, await request.text());
    await this.ctx.storage.sync();
    await this.ctx.storage.put("tickets", ticket);
    return new Response(`ticket ${ticket}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

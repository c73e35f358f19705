import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + (request.method === "POST" ? 1 : 0);
    if (request.method === "POST") await this.ctx.storage.put("count", count);
    return new Response(`count ${count}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

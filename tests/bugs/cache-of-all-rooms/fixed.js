import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  cache = new Map();

  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "POST") {
      await this.ctx.storage.put("title", url.searchParams.get("title"));
      this.cache.delete("title");
      return new Response("kept");
    }
    if (!this.cache.has("title")) this.cache.set("title", await this.ctx.storage.get("title"));
    return new Response(`title ${this.cache.get("title")}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

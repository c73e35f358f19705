import { DurableObject } from "cloudflare:workers";

const cache = new Map();

export class Room extends DurableObject {

  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "POST") {
      await this.ctx.storage.put("title", url.searchParams.get("title"));
      cache.delete("title");
      return new Response("kept");
    }
    if (!cache.has("title")) cache.set("title", await this.ctx.storage.get("title"));
    return new Response(`title ${cache.get("title")}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

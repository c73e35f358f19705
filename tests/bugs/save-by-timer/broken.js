import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "GET") return new Response(`draft ${await this.ctx.storage.get("draft")}`);
    const text = url.searchParams.get("text");
    setTimeout(() => this.ctx.storage.put("draft", text), 5000);
    return new Response("saved");
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

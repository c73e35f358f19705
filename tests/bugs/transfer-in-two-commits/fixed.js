import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const { storage } = this.ctx;
    const here = (await storage.get("here")) ?? 10;
    const there = (await storage.get("there")) ?? 0;
    if (request.method === "POST") {
      await storage.put({ here: here - 1, there: there + 1 });
      return new Response("moved");
    }
    return new Response(`together ${here + there}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

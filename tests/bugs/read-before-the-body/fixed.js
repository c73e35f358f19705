import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const bid = request.method === "GET" ? null : await request.json();
    const bids = (await this.ctx.storage.get("bids")) ?? [];
    if (bid === null) return Response.json(bids);
    const { who, amount } = bid;
    bids.push({ who, amount });
    await this.ctx.storage.put("bids", bids);
    return new Response("taken");
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

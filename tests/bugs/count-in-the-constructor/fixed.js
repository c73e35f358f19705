import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.seats = (await ctx.storage.get("seats")) ?? 10;
      await ctx.storage.put("seats", this.seats);
    });
  }

  async fetch() {
    return new Response(`seats ${this.seats}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

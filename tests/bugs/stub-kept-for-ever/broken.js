import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch() {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return new Response(`count ${count}`);
  }
}

let stub;

export default {
  fetch(request, env) {
    stub ??= env.ROOM.getByName("one");
    return stub.fetch(request);
  },
};

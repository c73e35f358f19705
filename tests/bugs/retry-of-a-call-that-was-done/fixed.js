import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async add(key) {
    const done = await this.ctx.storage.get(`done:${key}`);
    if (done) return done;
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put({ count, [`done:${key}`]: count });
    await this.ctx.storage.sync();
    await fetch("https://log.example.com/");
    return count;
  }
}

export default {
  async fetch(request, env) {
    const key = crypto.randomUUID();
    for (let attempt = 1; ; attempt++) {
      try {
        return new Response(`count ${await env.ROOM.getByName("one").add(key)}`);
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  },
};

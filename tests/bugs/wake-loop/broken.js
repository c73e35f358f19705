import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url);
    const version = Number(url.searchParams.get("version"));
    const known = (await this.ctx.storage.get("version")) ?? 0;
    if (version >= known) {
      await this.ctx.storage.put("version", version + 1);
      await this.ctx.storage.setAlarm(Date.now() + 20_000);
      await this.ctx.storage.put("room", url.searchParams.get("room"));
    }
    return new Response("heard");
  }

  async alarm() {
    const peer = (await this.ctx.storage.get("room")) === "one" ? "two" : "one";
    const version = await this.ctx.storage.get("version");
    await this.env.ROOM.getByName(peer).fetch(`https://room/?room=${peer}&version=${version}`);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

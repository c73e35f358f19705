import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fetch(request) {
    const asked = ((await this.ctx.storage.get("asked")) ?? 0) + 1;
    await this.ctx.storage.put({ asked, rate: (await this.ctx.storage.get("rate")) ?? 100 });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 300_000);
    return Response.json({ rate: await this.ctx.storage.get("rate") });
  }

  async alarm() {
    const answer = await fetch("https://rates.example.com/");
    await this.ctx.storage.put("rate", Number(await answer.text()));
    await this.ctx.storage.setAlarm(Date.now() + 300_000);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

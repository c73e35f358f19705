import { DurableObject } from "cloudflare:workers";
const log = (entry) => console.log("@@" + JSON.stringify(entry));

export class Room extends DurableObject {
  async fetch(request) {
    await this.ctx.storage.put("n", ((await this.ctx.storage.get("n")) ?? 0) + 1);
    log({ ev: "room", path: new URL(request.url).pathname, n: await this.ctx.storage.get("n") });
    return new Response("room");
  }
}

export default {
  async scheduled(controller, env, ctx) {
    log({
      ev: "scheduled", cron: controller.cron, kind: Object.prototype.toString.call(controller), own: Object.keys(controller),
      name: controller.constructor.name, methods: Object.getOwnPropertyNames(Object.getPrototypeOf(controller)).sort(),
      time: typeof controller.scheduledTime, late: Date.now() - controller.scheduledTime < 5000, room: typeof env.ROOM,
      waitUntil: typeof ctx.waitUntil, type: String(controller.type),
    });
    if (controller.cron === "room") log({ ev: "answer", body: await (await env.ROOM.getByName("a").fetch("http://x/cron")).text() });
    if (controller.cron === "noRetry") log({ ev: "noRetry", value: String(controller.noRetry()) });
    if (controller.cron === "waitUntil") ctx.waitUntil(scheduler.wait(100).then(() => log({ ev: "waited" })));
    return "ignored";
  },
};

// Reminds by a service that is down: alarm() throws, and the platform tries again, until it gives up.
import { DurableObject } from "cloudflare:workers";

export class ReminderRoom extends DurableObject {
  async fetch() {
    await this.ctx.storage.put("due", Date.now() + 60_000);
    await this.ctx.storage.setAlarm(Date.now() + 60_000);
    return new Response("I shall remind you");
  }

  async alarm() {
    const answer = await fetch("https://mail.example.com/send", { method: "POST", body: "reminder" });
    if (!answer.ok) throw new Error(`mail: ${answer.status}`);
    await this.ctx.storage.deleteAll();
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("reminders").fetch(request),
};

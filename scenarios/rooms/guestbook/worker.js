// Frees its storage an hour after the last visit.
import { DurableObject } from "cloudflare:workers";

const KEPT_MS = 60 * 60 * 1000;

export class GuestbookRoom extends DurableObject {
  async fetch(request) {
    const entries = (await this.ctx.storage.get("entries")) ?? [];
    await this.ctx.storage.put("entries", [...entries, new URL(request.url).searchParams.get("name")]);
    await this.ctx.storage.setAlarm(Date.now() + KEPT_MS); // moves the one that is set
    return new Response(`guest ${entries.length + 1}`);
  }

  async alarm() {
    await this.ctx.storage.deleteAll();
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("guestbook").fetch(request),
};

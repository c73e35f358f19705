import { DurableObject } from "cloudflare:workers";

const LIMIT = 3;
const WINDOW = 10 * 60 * 1000;

export class Limiter extends DurableObject {
  async check(user) {
    const now = Date.now();
    const key = `attempts:${user}`;
    const recent = ((await this.ctx.storage.get(key)) ?? []).filter((at) => at > now - WINDOW);
    if (recent.length >= LIMIT) return false;
    await this.ctx.storage.put(key, [...recent, now]);
    return true;
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname !== "/login" || request.method !== "POST") return new Response("not found", { status: 404 });
    const user = url.searchParams.get("user") ?? "nobody";
    if (!(await env.LIMITER.getByName("logins").check(user))) return Response.json({ error: "too many attempts" }, { status: 429 });
    return Response.json({ error: "wrong password" }, { status: 401 });
  },
};

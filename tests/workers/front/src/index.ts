import { DurableObject } from "cloudflare:workers";

/** Called as the other Worker's class: a namespace of its own all the same. */
export class Room extends DurableObject {
  async fetch() {
    const visits = ((await this.ctx.storage.get<number>("visits")) ?? 0) + 1;
    await this.ctx.storage.put("visits", visits);
    return new Response(`front's room, visit ${visits}`);
  }
}

export default {
  async fetch(request: Request, env: any): Promise<Response> {
    const url = new URL(request.url);
    const name = url.searchParams.get("room") ?? "lobby";
    switch (url.pathname) {
      case "/ws": // handed on whole to the other Worker, which upgrades it
        return env.ROOM_WORKER.fetch(request);
      case "/direct": // to the other Worker's object itself
        return env.ROOMS.get(env.ROOMS.idFromName(name)).fetch(request);
      case "/visits":
        return Response.json({ rooms: await env.ROOMS.getByName(name).visits(), user: await env.AUTH.who("t-ann") });
      case "/local":
        return env.LOCAL.getByName(name).fetch(request);
      case "/ids":
        return Response.json({
          differ: env.ROOMS.idFromName(name).toString() !== env.LOCAL.idFromName(name).toString(),
        });
      case "/stream":
        return env.ROOM_WORKER.fetch("https://rooms/stream");
      case "/throws":
        try {
          return await env.ROOM_WORKER.fetch("https://rooms/throws");
        } catch (error: any) {
          return new Response(`caught ${error.name}: ${error.message}`);
        }
      case "/loop":
        try {
          return await env.ROOM_WORKER.fetch("https://rooms/loop");
        } catch (error: any) {
          return new Response(String(error.message).slice(0, 31));
        }
      case "/absent":
        try {
          return await env.BILLING.fetch(request);
        } catch (error: any) {
          return new Response(`${error.name}: ${error.message}`);
        }
    }
    return new Response("not found", { status: 404 });
  },
};

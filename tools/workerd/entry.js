// Stands before the recorded Worker: routes a request by the first segment of its path, and puts rooms out of memory
// when the recorder asks for it.
import unsafe from "workerd:unsafe";
import * as worker from "./worker.js";
export * from "./worker.js";

const CARRIED = ["remote", "retryable", "overloaded", "durableObjectReset"];

function described(error) {
  const carried = CARRIED.filter((key) => error?.[key] !== undefined).map((key) => [key, error[key]]);
  return { name: error?.name, message: error?.message ?? String(error), ...Object.fromEntries(carried) };
}

async function evict(asked, env) {
  const rooms = env[asked.get("binding") ?? "ROOM"];
  const how = asked.has("webSockets") ? { webSockets: asked.get("webSockets") } : undefined;
  try {
    await unsafe.evict(rooms.get(rooms.idFromName(asked.get("room"))), how);
    return { ok: true };
  } catch ({ name, message }) {
    return { ok: false, error: { name, message } };
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/__dormouse/evict") return Response.json(await evict(searchParams, env));
    if (pathname === "/__dormouse/scheduled")
      return Response.json(await env.__self.scheduled({ cron: searchParams.get("cron"), scheduledTime: new Date() }));
    if (worker.default?.fetch) return worker.default.fetch(request, env, ctx);
    try {
      return await env.ROOM.get(env.ROOM.idFromName(pathname.split("/")[1])).fetch(request);
    } catch (error) {
      return Response.json({ error: described(error) }, { status: 500 });
    }
  },
  scheduled(controller, env, ctx) {
    const { default: main } = worker;
    if (typeof main === "function") return new main(ctx, env).scheduled(controller, undefined, ctx);
    return main.scheduled(controller, env, ctx);
  },
};

// A line a second to whoever watches, for as long as they do.
export class Room {
  constructor(ctx) {
    this.ctx = ctx;
  }

  async fetch(request) {
    if (new URL(request.url).pathname === "/left") return new Response(`left ${(await this.ctx.storage.get("left")) ?? 0}`);
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const line = new TextEncoder().encode("tick\n");
    const ticks = setInterval(() => writer.write(line).catch(() => this.gone(ticks)), 1000);
    return new Response(readable, { headers: { "content-type": "text/event-stream" } });
  }

  async gone(ticks) {
    clearInterval(ticks);
    await this.ctx.storage.put("left", ((await this.ctx.storage.get("left")) ?? 0) + 1);
  }
}

export default { fetch: (request, env) => env.ROOM.getByName("one").fetch(request) };

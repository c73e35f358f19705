// A default export of its own: routing by query, two rooms, an error of the room seen and mended in the Worker, its own waitUntil.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));

export class Room {
  constructor(ctx) { this.ctx = ctx; this.n = 0; }
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    if (searchParams.has("throw")) throw new RangeError("from the room");
    return Response.json({ n: ++this.n, name: this.ctx.id.name ?? null, method: request.method, added: request.headers.get("x-added") });
  }
}
export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    const room = url.searchParams.get("room");
    if (!room) return new Response("which room?", { status: 400 });
    const stub = env.ROOM.getByName(room);
    ctx.waitUntil(Promise.resolve().then(() => log("worker waitUntil", { room })));
    try {
      const headers = new Headers(request.headers);
      headers.set("x-added", "yes");
      const response = await stub.fetch(new Request(request, { headers }));
      return new Response(await response.text() + "+", { status: response.status, headers: { "content-type": "text/plain" } });
    } catch (e) {
      return Response.json({ name: e.name, message: e.message, remote: e.remote ?? null, isRange: e instanceof RangeError }, { status: 502 });
    }
  },
};

import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  readers = new Set();

  async fetch(request) {
    if (request.method === "GET") return this.follow();
    const line = new TextEncoder().encode(`${await request.text()}\n`);
    for (const writer of this.readers) writer.write(line).catch(() => this.readers.delete(writer));
    return new Response(`told ${this.readers.size}`);
  }

  follow() {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    writer.closed.catch(() => this.readers.delete(writer));
    this.readers.add(writer);
    return new Response(readable);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

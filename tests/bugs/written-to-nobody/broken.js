import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  readers = new Set();

  async fetch(request) {
    if (request.method === "GET") return this.follow();
    const line = new TextEncoder().encode(`${await request.text()}\n`);
    for (const writer of this.readers) await writer.write(line);
    return new Response(`told ${this.readers.size}`);
  }

  follow() {
    const { readable, writable } = new TransformStream();
    this.readers.add(writable.getWriter());
    return new Response(readable);
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).searchParams.get("room") ?? "one").fetch(request),
};

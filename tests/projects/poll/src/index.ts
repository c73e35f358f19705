import { DurableObject } from "cloudflare:workers";

interface Env {
  POLL: DurableObjectNamespace<Poll>;
}

/** A poll whose state is streamed to whoever watches, as server-sent events. */
export class Poll extends DurableObject<Env> {
  private watchers = new Set<WritableStreamDefaultWriter<Uint8Array>>();
  private encoder = new TextEncoder();

  async fetch(request: Request) {
    const url = new URL(request.url);
    if (request.method === "POST") return this.vote(url.searchParams.get("for") ?? "");
    if (url.pathname.endsWith("/close")) return this.close();
    if (url.pathname.endsWith("/result")) return Response.json(Object.fromEntries(await this.ctx.storage.list({ prefix: "vote:" })));
    return this.watch();
  }

  private watch() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    this.watchers.add(writer);
    writer.closed.catch(() => undefined).then(() => this.watchers.delete(writer));
    this.ctx.waitUntil(this.send(writer, "hello", { watchers: this.watchers.size }));
    return new Response(readable, { headers: { "content-type": "text/event-stream", "cache-control": "no-cache" } });
  }

  private async vote(choice: string) {
    if (!/^[a-z]+$/.test(choice)) return new Response("vote for what?", { status: 400 });
    const count = ((await this.ctx.storage.get<number>(`vote:${choice}`)) ?? 0) + 1;
    await this.ctx.storage.put(`vote:${choice}`, count);
    await Promise.all([...this.watchers].map((writer) => this.send(writer, "vote", { choice, count })));
    return Response.json({ choice, count });
  }

  private async close() {
    const watchers = [...this.watchers];
    for (const writer of watchers) {
      await this.send(writer, "end", {});
      await writer.close().catch(() => undefined);
    }
    return Response.json({ closed: watchers.length });
  }

  private async send(writer: WritableStreamDefaultWriter<Uint8Array>, event: string, data: unknown) {
    try {
      await writer.write(this.encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    } catch {
      this.watchers.delete(writer);
    }
  }
}

export default {
  fetch: (request: Request, env: Env) => env.POLL.getByName(new URL(request.url).pathname.split("/")[1]).fetch(request),
} satisfies ExportedHandler<Env>;

import { DurableObject } from "cloudflare:workers";
import { count, desc, eq, like, sql } from "drizzle-orm";
import { type DrizzleSqliteDODatabase, drizzle } from "drizzle-orm/durable-sqlite";
import { migrate } from "drizzle-orm/durable-sqlite/migrator";
import migrations from "../drizzle/migrations";
import { notes } from "./schema";

interface Env {
  NOTES: DurableObjectNamespace<Notes>;
}

export class Notes extends DurableObject<Env> {
  private db: DrizzleSqliteDODatabase<{ notes: typeof notes }>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.db = drizzle(ctx.storage, { schema: { notes }, logger: false });
    ctx.blockConcurrencyWhile(() => migrate(this.db, migrations));
  }

  async fetch(request: Request) {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(new URL(request.url).searchParams.get("name"));
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    const author = socket.deserializeAttachment() as string;
    const { add, tags, find, forget, both } = JSON.parse(message as string);
    if (add) {
      const [row] = await this.db.insert(notes).values({ author, text: add, tags, at: new Date() }).returning({ id: notes.id, tags: notes.tags });
      return socket.send(JSON.stringify({ added: row }));
    }
    if (both) {
      try {
        this.db.transaction((tx) => {
          for (const text of both) {
            if (text === "") throw new Error("a note needs a text");
            tx.insert(notes).values({ author, text, at: new Date() }).run();
          }
        });
      } catch (error) {
        return socket.send(JSON.stringify({ refused: (error as Error).message }));
      }
      return socket.send(JSON.stringify({ added: both.length }));
    }
    if (forget) {
      const gone = this.db.delete(notes).where(eq(notes.id, forget)).returning().all();
      return socket.send(JSON.stringify({ forgotten: gone.map(({ text }) => text) }));
    }
    const found = await this.db.query.notes.findMany({ where: like(notes.text, `%${find}%`), orderBy: desc(notes.id), columns: { author: true, text: true, tags: true } });
    const [{ all }] = this.db.select({ all: count() }).from(notes).all();
    const lengths = this.db.select({ author: notes.author, letters: sql<number>`sum(length(${notes.text}))` }).from(notes).groupBy(notes.author).all();
    socket.send(JSON.stringify({ found, all, lengths }));
  }
}

export default {
  fetch: (request: Request, env: Env) => env.NOTES.getByName("one").fetch(request),
} satisfies ExportedHandler<Env>;

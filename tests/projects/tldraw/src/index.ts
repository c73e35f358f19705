import { DurableObject } from "cloudflare:workers";
import { DurableObjectSqliteSyncWrapper, SQLiteSyncStorage, TLSocketRoom } from "@tldraw/sync-core";
import { createTLSchema, type TLRecord } from "@tldraw/tlschema";

interface Env {
  BOARDS: DurableObjectNamespace<Board>;
}

export class Board extends DurableObject<Env> {
  private room: TLSocketRoom<TLRecord, void>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const storage = new SQLiteSyncStorage<TLRecord>({ sql: new DurableObjectSqliteSyncWrapper(ctx.storage) });
    this.room = new TLSocketRoom<TLRecord, void>({ schema: createTLSchema(), storage });
  }

  async fetch(request: Request) {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/pages")) {
      const records = this.room.getCurrentSnapshot().documents.map(({ state }) => state as TLRecord);
      return Response.json(records.filter((record) => record.typeName === "page").map(({ name }) => name).sort());
    }
    const sessionId = url.searchParams.get("sessionId");
    if (!sessionId) return new Response("no sessionId", { status: 400 });
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    this.room.handleSocketConnect({ sessionId, socket: server });
    return new Response(null, { status: 101, webSocket: client });
  }
}

export default {
  fetch: (request: Request, env: Env) => env.BOARDS.getByName(new URL(request.url).pathname.split("/")[1]).fetch(request),
} satisfies ExportedHandler<Env>;

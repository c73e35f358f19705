import { createMergeableStore } from "tinybase";
import { createDurableObjectSqlStoragePersister } from "tinybase/persisters/persister-durable-object-sql-storage";
import { getWsServerDurableObjectFetch, WsServerDurableObject } from "tinybase/synchronizers/synchronizer-ws-server-durable-object";

interface Env {
  STORES: DurableObjectNamespace<WsServerDurableObject>;
}

export class Store extends WsServerDurableObject<Env> {
  store = createMergeableStore("server");

  createPersister() {
    return createDurableObjectSqlStoragePersister(this.store, this.ctx.storage.sql, { mode: "fragmented" });
  }

  async fetch(request: Request) {
    if (new URL(request.url).pathname.endsWith("/content")) return Response.json(this.store.getContent());
    return super.fetch!(request);
  }
}

const sockets = getWsServerDurableObjectFetch("STORES");

export default {
  fetch(request: Request, env: Env) {
    const { pathname } = new URL(request.url);
    if (!pathname.endsWith("/content")) return sockets(request, env);
    return env.STORES.getByName(pathname.slice(1).replace(/\/content$/, "")).fetch(request);
  },
} satisfies ExportedHandler<Env>;

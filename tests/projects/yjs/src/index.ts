import { routePartykitRequest } from "partyserver";
import { YServer } from "y-partyserver";
import * as Y from "yjs";

interface Env {
  Document: DurableObjectNamespace<Document>;
}

export class Document extends YServer<Env> {
  static options = { hibernate: true };
  static callbackOptions = { debounceWait: 1000, debounceMaxWait: 5000, timeout: 2000 };

  async onLoad() {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, content BLOB)");
    const [row] = this.ctx.storage.sql.exec<{ content: ArrayBuffer }>("SELECT content FROM documents WHERE id = ?", this.name).toArray();
    if (row) Y.applyUpdate(this.document, new Uint8Array(row.content));
  }

  async onSave() {
    const update = Y.encodeStateAsUpdate(this.document);
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO documents (id, content) VALUES (?, ?)", this.name, update.buffer);
  }

  onRequest() {
    return new Response(this.document.getText("text").toString());
  }
}

export default {
  async fetch(request: Request, env: Env) {
    return (await routePartykitRequest(request, { ...env })) ?? new Response("no such document", { status: 404 });
  },
} satisfies ExportedHandler<Env>;

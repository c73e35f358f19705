import { type Connection, type ConnectionContext, routePartykitRequest, Server } from "partyserver";

interface Env {
  Chat: DurableObjectNamespace<Chat>;
}

type Line = { author: string; text: string; at: number };

export class Chat extends Server<Env> {
  static options = { hibernate: true };

  onStart() {
    this.ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY AUTOINCREMENT, author TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL)",
    );
  }

  onConnect(connection: Connection<{ name: string }>, { request }: ConnectionContext) {
    const name = new URL(request.url).searchParams.get("name") ?? "somebody";
    connection.setState({ name });
    const history = this.ctx.storage.sql.exec<Line>("SELECT author, text, at FROM lines ORDER BY id DESC LIMIT 50").toArray().reverse();
    connection.send(JSON.stringify({ type: "history", room: this.name, lines: history.map(({ author, text }) => `${author}: ${text}`) }));
    this.broadcast(JSON.stringify({ type: "joined", name, here: [...this.getConnections()].length }), [connection.id]);
  }

  onMessage(connection: Connection<{ name: string }>, message: string | ArrayBuffer) {
    const { text } = JSON.parse(message as string) as { text: string };
    const author = connection.state?.name ?? "nobody";
    this.ctx.storage.sql.exec("INSERT INTO lines (author, text, at) VALUES (?, ?, ?)", author, text, Date.now());
    this.broadcast(JSON.stringify({ type: "said", author, text }));
  }

  onClose(connection: Connection<{ name: string }>) {
    this.broadcast(JSON.stringify({ type: "left", name: connection.state?.name }), [connection.id]);
  }
}

export default {
  async fetch(request: Request, env: Env) {
    return (await routePartykitRequest(request, { ...env })) ?? new Response("no such page", { status: 404 });
  },
} satisfies ExportedHandler<Env>;

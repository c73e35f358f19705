import { DurableObject } from "cloudflare:workers";

interface Env {
  SCHEDULER: DurableObjectNamespace<Scheduler>;
}

type Job = { id: number; name: string; every: number | null; due: number; runs: number };

/** Jobs at a time or at intervals, on the one alarm that an object has. */
export class Scheduler extends DurableObject<Env> {
  private sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql.exec("CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, name TEXT, every INTEGER, due INTEGER, runs INTEGER DEFAULT 0)");
  }

  async fetch(request: Request) {
    if (request.headers.get("upgrade") === "websocket") {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    return Response.json(this.sql.exec<Job>("SELECT * FROM jobs ORDER BY id").toArray().map(({ name, runs }) => ({ name, runs })));
  }

  async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    const { name, every, after, cancel } = JSON.parse(message as string);
    if (cancel) this.sql.exec("DELETE FROM jobs WHERE name = ?", cancel);
    else this.sql.exec("INSERT INTO jobs (name, every, due) VALUES (?, ?, ?)", name, every ?? null, Date.now() + (after ?? every));
    await this.plan();
    socket.send(JSON.stringify({ planned: name, cancelled: cancel }));
  }

  async alarm() {
    for (const job of this.sql.exec<Job>("SELECT * FROM jobs WHERE due <= ? ORDER BY due, id", Date.now()).toArray()) {
      for (const socket of this.ctx.getWebSockets()) socket.send(JSON.stringify({ ran: job.name, run: job.runs + 1 }));
      if (job.every === null) this.sql.exec("DELETE FROM jobs WHERE id = ?", job.id);
      else this.sql.exec("UPDATE jobs SET due = due + every, runs = runs + 1 WHERE id = ?", job.id);
    }
    await this.plan();
  }

  private async plan() {
    const [next] = this.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM jobs").toArray();
    if (next?.due) await this.ctx.storage.setAlarm(next.due);
    else await this.ctx.storage.deleteAlarm();
  }
}

export default {
  fetch: (request: Request, env: Env) => env.SCHEDULER.getByName("one").fetch(request),
} satisfies ExportedHandler<Env>;

import { DurableObject } from "cloudflare:workers";

export class TodoList extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`create table if not exists items (
      id text primary key, title text not null, done integer not null default 0)`);
  }

  add(id, title) {
    this.ctx.storage.sql.exec("insert or replace into items (id, title) values (?, ?)", id, title);
  }

  mark(id, done) {
    this.ctx.storage.sql.exec("update items set done = ? where id = ?", done ? 1 : 0, id);
  }

  open() {
    return this.ctx.storage.sql.exec("select id, title from items where done = 0 order by id").toArray();
  }

  finished() {
    return this.ctx.storage.sql.exec("select count(*) as n from items where done = 1").one().n;
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const [, list, id] = url.pathname.split("/");
    const stub = env.TODO_LIST.getByName(list);
    switch (request.method) {
      case "PUT":
        await stub.add(id, await request.text());
        return new Response(null, { status: 204 });
      case "PATCH": {
        const { done } = await request.json();
        await stub.mark(id, done);
        return new Response(null, { status: 204 });
      }
      default:
        return Response.json({ open: await stub.open(), finished: await stub.finished() });
    }
  },
};

import { DurableObject } from "cloudflare:workers";

export class Ledger extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("create table if not exists accounts (name text primary key, currency text, amount integer) without rowid");
    for (const [name, currency] of [["ann", "EUR"], ["bob", "USD"], ["eve", "EUR"], ["joe", "CHF"]]) {
      ctx.storage.sql.exec("insert or ignore into accounts values (?, ?, 100)", name, currency);
    }
  }

  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "POST") {
      const { from, to } = Object.fromEntries(url.searchParams);
      this.ctx.storage.transactionSync(() => {
        this.ctx.storage.sql.exec("update accounts set amount = amount - 10 where name = ?", from);
        this.ctx.storage.sql.exec("update accounts set amount = amount + 10 where name = ?", to);
      });
      return new Response(null, { status: 204 });
    }
    let total = 0;
    const rates = {};
    for (const { currency, amount } of this.ctx.storage.sql.exec("select currency, amount from accounts order by name").toArray()) {
      rates[currency] ??= Number(await (await fetch(`https://rates.example.com/${currency}`)).text());
      total += amount * rates[currency];
    }
    return new Response(`worth ${total}`);
  }
}

export default {
  fetch: (request, env) => env.LEDGER.getByName("bank").fetch(request),
};

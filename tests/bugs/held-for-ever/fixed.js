import { DurableObject } from "cloudflare:workers";

export class Show extends DurableObject {
  async reserve(who) {
    const held = (await this.ctx.storage.get("held")) ?? {};
    const sold = (await this.ctx.storage.get("sold")) ?? [];
    if (Object.keys(held).length + sold.length >= 3) return false;
    held[who] = Date.now();
    await this.ctx.storage.put("held", held);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + 120_000);
    return true;
  }

  async settle(who, paid) {
    const held = (await this.ctx.storage.get("held")) ?? {};
    const sold = (await this.ctx.storage.get("sold")) ?? [];
    const still = who in held;
    delete held[who];
    if (paid && still) sold.push(who);
    await this.ctx.storage.put({ held, sold });
    return still;
  }

  // Whoever has not paid in two minutes loses the seat.
  async alarm() {
    const held = (await this.ctx.storage.get("held")) ?? {};
    for (const [who, since] of Object.entries(held)) if (since <= Date.now() - 120_000) delete held[who];
    await this.ctx.storage.put("held", held);
    const next = Math.min(...Object.values(held));
    if (next < Infinity) await this.ctx.storage.setAlarm(next + 120_000);
  }

  async left() {
    const held = (await this.ctx.storage.get("held")) ?? {};
    const sold = (await this.ctx.storage.get("sold")) ?? [];
    return { held: Object.keys(held).length, sold: sold.length };
  }
}

export class Checkout extends DurableObject {
  async buy(who) {
    const show = this.env.SHOW.getByName("tonight");
    if (!(await show.reserve(who))) return "sold out";
    const response = await fetch("https://pay.example.com/", { method: "POST", body: who });
    if (!response.ok) {
      await show.settle(who, false);
      return "not paid";
    }
    if (await show.settle(who, true)) return "yours";
    await fetch("https://pay.example.com/refund", { method: "POST", body: who });
    return "too late";
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/left") {
      const { held, sold } = await env.SHOW.getByName("tonight").left();
      return new Response(`held ${held}, sold ${sold}`);
    }
    const who = url.searchParams.get("who");
    return new Response(await env.CHECKOUT.getByName(who).buy(who));
  },
};

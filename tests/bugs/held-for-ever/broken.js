import { DurableObject } from "cloudflare:workers";

export class Show extends DurableObject {
  async reserve(who) {
    const held = (await this.ctx.storage.get("held")) ?? {};
    const sold = (await this.ctx.storage.get("sold")) ?? [];
    if (Object.keys(held).length + sold.length >= 3) return false;
    held[who] = Date.now();
    await this.ctx.storage.put("held", held);
    return true;
  }

  async settle(who, paid) {
    const held = (await this.ctx.storage.get("held")) ?? {};
    const sold = (await this.ctx.storage.get("sold")) ?? [];
    delete held[who];
    if (paid) sold.push(who);
    await this.ctx.storage.put({ held, sold });
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
    await show.settle(who, response.ok);
    return response.ok ? "yours" : "not paid";
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

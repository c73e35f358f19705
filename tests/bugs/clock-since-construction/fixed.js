import { DurableObject } from "cloudflare:workers";

const QUESTIONS = ["capital of France", "two and two", "colour of the sky", "days in May", "legs of a spider"];

export class Quiz extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.began = await ctx.storage.get("began");
      if (this.began === undefined) await ctx.storage.put("began", (this.began = Date.now()));
    });
  }

  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    server.send(this.question());
    return new Response(null, { status: 101, webSocket: client });
  }

  question() {
    const which = Math.floor((Date.now() - this.began) / 60_000);
    return QUESTIONS[which] ? `question ${which + 1}: ${QUESTIONS[which]}?` : "the quiz is over";
  }

  webSocketMessage(ws, text) {
    if (text === "next") return ws.send(this.question());
    for (const one of this.ctx.getWebSockets()) if (one.readyState === WebSocket.OPEN) one.send(`somebody says ${text}`);
  }

  webSocketClose(ws) {
    ws.close();
  }
}

export default { fetch: (request, env) => env.QUIZ.getByName("pub").fetch(request) };

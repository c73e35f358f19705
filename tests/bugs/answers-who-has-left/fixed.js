import { DurableObject } from "cloudflare:workers";

export class Assistant extends DurableObject {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, question) {
    const history = (await this.ctx.storage.get("history")) ?? [];
    const response = await fetch("https://llm.example.com/v1/chat", { method: "POST", body: JSON.stringify([...history, question]) });
    const { answer } = await response.json();
    if (ws.readyState === WebSocket.OPEN) ws.send(answer);
    await this.ctx.storage.put("history", [...((await this.ctx.storage.get("history")) ?? []), question, answer]);
  }

  async webSocketClose(ws) {
    ws.close(1000, "bye");
  }
}

export default {
  fetch: (request, env) => env.ASSISTANT.getByName(new URL(request.url).searchParams.get("user")).fetch(request),
};

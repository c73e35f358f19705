// Channels in one room: a socket's tags say which it listens to, hibernated or not.
import { DurableObject } from "cloudflare:workers";

export class ChannelRoom extends DurableObject {
  fetch(request) {
    const channels = new URL(request.url).searchParams.getAll("channel");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, channels); // ten tags at most, each of 256 characters
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(ws, message) {
    const [channel, text] = message.split(": ");
    for (const listener of this.ctx.getWebSockets(channel)) listener.send(`${channel} (${this.ctx.getTags(listener)}): ${text}`);
  }
}

export default {
  fetch: (request, env) => env.ROOMS.getByName("channels").fetch(request),
};

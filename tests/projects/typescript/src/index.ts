// A room in TypeScript, with all that a bundler is needed for.
import { DurableObject } from "cloudflare:workers";
import { greet } from "greeting";
import { welcome } from "words";
import { assertName, Kind, type Message } from "@lib/types";
import note from "./note.txt";
import data from "./data.json";
import bytes from "./bytes.bin";
import add from "./add.wasm";
import { createCipheriv } from "node:crypto";
declare const VERSION: string;
interface Env { ROOMS: DurableObjectNamespace<Room> }

function logged(value: unknown, context: ClassMethodDecoratorContext) {
  return function (this: unknown, ...args: unknown[]) {
    console.log("called " + String(context.name));
    return (value as (...a: unknown[]) => unknown).apply(this, args);
  };
}

const sum = new WebAssembly.Instance(add).exports.add as (a: number, b: number) => number;

export class Room extends DurableObject<Env> {
  private n = 0;
  async fetch(request: Request): Promise<Response> {
    const name = new URL(request.url).searchParams.get("name");
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server!);
    server!.send(JSON.stringify({ greet: greet(name ?? "?"), welcome, kind: Kind.Bye, note: note.trim(), answer: data.answer, version: VERSION, bytes: [...new Uint8Array(bytes)], sum: sum(40, 2) }));
    return new Response(null, { status: 101, webSocket: client });
  }
  @logged
  async webSocketMessage(ws: WebSocket, text: string) {
    const message: Message = JSON.parse(text);
    if (message.n === 2) assertName(null);
    if (message.n === 3) createCipheriv("aes-256-gcm", "key", null);
    ws.send(`${++this.n} ${message.from satisfies string}`);
  }
}
export default {
  fetch(request, env) {
    return env.ROOMS.get(env.ROOMS.idFromName("one")).fetch(request);
  },
} satisfies ExportedHandler<Env>;

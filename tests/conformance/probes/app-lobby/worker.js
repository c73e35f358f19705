// A lobby that makes games: rooms calling rooms by RPC and fetch, results called back, a player's socket told by another object, failures on the way.
import { DurableObject, RpcTarget } from "cloudflare:workers";
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
class Seat extends RpcTarget { #game; #who; constructor(game, who) { super(); this.#game = game; this.#who = who; } move(x) { return this.#game.move(this.#who, x); } get board() { return this.#game.board; } [Symbol.dispose]() { log("seat given up", { who: this.#who }); } }
export class Lobby extends DurableObject {
  waiting = []; games = 0;
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    const who = new URL(request.url).searchParams.get("who");
    this.ctx.acceptWebSocket(server, [who]);
    server.serializeAttachment({ who });
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, text) {
    const { who, game } = ws.deserializeAttachment();
    const [what, arg] = text.split(" ");
    try {
      if (what === "play") {
        this.waiting.push(who);
        if (this.waiting.length < 2) return ws.send("waiting");
        const players = this.waiting.splice(0), name = "game" + ++this.games;
        const stub = this.env.GAME.getByName(name);
        const first = await stub.start(players, (winner) => { log("result", { winner, lobby: this instanceof Lobby }); for (const p of players) for (const s of this.ctx.getWebSockets(p)) s.send("winner " + winner); return "thanks"; });
        for (const p of players) for (const s of this.ctx.getWebSockets(p)) { s.serializeAttachment({ who: p, game: name }); s.send(name + " first " + first); }
      } else if (what === "move") ws.send("board " + (await this.env.GAME.getByName(game).move(who, Number(arg))));
      else if (what === "seat") { using seat = await this.env.GAME.getByName(game).seat(who); const b = await seat.move(Number(arg)); ws.send("seat " + b + " " + (await seat.board)); }
      else if (what === "quick") ws.send("quick " + (await this.env.GAME.getByName(game).seat(who).move(Number(arg))));
      else if (what === "break") await this.env.GAME.getByName(game).breakdown(arg);
      else if (what === "say") ws.send("said " + (await this.env.GAME.getByName(game).fetch("http://game/say", { method: "POST", body: arg, headers: { "x-who": who } }).then((r) => r.text())));
      else if (what === "loop") ws.send("loop " + (await this.env.GAME.getByName(game).loop(this.ctx.id.name, Number(arg))));
      else if (what === "both") ws.send("both " + (await Promise.all([this.env.GAME.getByName(game).slow("a", 30), this.env.GAME.getByName(game).slow("b", 1)])).join());
      else if (what === "stub") ws.send("stub " + (await this.env.GAME.getByName(game).ask(this.env.LOBBY.getByName("main"))));
    } catch (e) { ws.send("error " + JSON.stringify(err(e))); }
  }
  webSocketClose(ws, code) { const { who, game } = ws.deserializeAttachment(); log("left", { who, code, game: game ?? null }); ws.close(); if (game) this.ctx.waitUntil(this.env.GAME.getByName(game).leave(who).then((r) => log("told the game", { r }), (e) => log("could not tell", err(e)))); }
  hello(n) { return "hello " + n; }
  async loop(game, n) { return n === 0 ? ["end"] : ["lobby" + n, ...(await this.env.GAME.getByName(game).loop(this.ctx.id.name, n - 1))]; }
}
export class Game extends DurableObject {
  board = ""; turn = 0;
  start(players, done) { this.players = players; this.done = done.dup(); log("start", { players, kind: typeof done, id: this.ctx.id.name }); return players[0]; }
  async move(who, x) {
    if (!Number.isInteger(x)) throw new TypeError("no move: " + x);
    if (this.players?.[this.turn % 2] !== who) throw Object.assign(new Error("not your turn"), { turn: this.turn });
    this.turn++; this.board += x;
    if (this.board.length === 3) { await this.ctx.storage.put("won", who); log("told", { thanks: await this.done(who) }); }
    return this.board;
  }
  seat(who) { return new Seat(this, who); }
  async fetch(request) { const t = await request.text(); await wait(5); return new Response(request.headers.get("x-who") + " says " + t); }
  async breakdown(how) { if (how === "abort") this.ctx.abort("game aborted"); if (how === "throw") throw new RangeError("game threw"); if (how === "block") await this.ctx.blockConcurrencyWhile(async () => { throw new Error("blocked"); }); if (how === "null") throw null; }
  async loop(lobby, n) { return n === 0 ? ["end"] : ["game" + n, ...(await this.env.LOBBY.getByName(lobby).loop(this.ctx.id.name, n - 1))]; }
  async slow(x, ms) { await wait(ms); return x + ms; }
  async ask(lobby) { return [await lobby.hello("game"), lobby.name, typeof lobby.hello].join(); }
  async leave(who) { try { await this.done?.("by leaving of " + who); } catch (e) { log("callback gone", err(e)); return "callback gone"; } return "ok " + this.board; }
}
export default { fetch: (request, env) => env.LOBBY.getByName("main").fetch(request) };

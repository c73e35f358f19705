// What is read of code that is never run: kinds, touches, objects, routes, messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { Kinds } from "../../models/worker/survey/kinds.mjs";
import { Messages, plausible } from "../../models/worker/survey/messages.mjs";
import { objectsOf, workerOf } from "../../models/worker/survey/objects.mjs";
import { Program } from "../../models/worker/survey/program.mjs";
import { Routes, candidatesOf, samplesOf } from "../../models/worker/survey/routes.mjs";
import { Touches } from "../../models/worker/survey/touches.mjs";

function read(source, file = "room.ts") {
  const { code, map } = transformSync(source, { loader: "ts", sourcemap: "external", sourcefile: file, keepNames: true, target: "es2024" });
  const program = new Program({ code, map });
  return { program, kinds: new Kinds(program, ["ROOM"]) };
}

const touchesOf = (source, file) => {
  const { program, kinds } = read(source, file);
  return new Map(new Touches(program, kinds).collect().map((touch) => [touch.api, touch]));
};

const ROOM = `import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject<Env> {
  #n = 0;
  sockets = new Map<WebSocket, string>();
  async fetch(request: Request) {
    const pair = new WebSocketPair();
    const [client, server] = Object.values(pair);
    this.ctx.acceptWebSocket(server, ["a"]);
    const all = await this.ctx.storage.list({ prefix: "m:", limit: 3 });
    for (const row of this.ctx.storage.sql.exec("select 1").toArray()) this.#n++;
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws: WebSocket, message: string) {
    for (const one of this.ctx.getWebSockets("a")) if (one !== ws) one.send(message);
    setTimeout(() => ws.close(), 10);
  }
  async alarm() {}
  async add(a: number, b: number) { return a + b; }
  _inner() {}
}
export default { async fetch(request: Request, env: Env) {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/ws") return env.ROOM.getByName(searchParams.get("room")).fetch(request);
  return new Response("no", { status: 404 });
} };
`;

test("touches have their first place in the user's file, and count", () => {
  const touches = touchesOf(ROOM);
  for (const api of ["new WebSocketPair", "ctx.acceptWebSocket(ws, tags)", "storage.list{prefix}", "storage.list{limit}", "sql.exec()",
    "cursor.toArray()", "ctx.getWebSockets(tag)", "ws.send()", "ws.close()", "namespace.getByName()", "stub.fetch()", "setTimeout",
    "new Response(null,{status:101,webSocket})", "extends DurableObject", "import cloudflare:workers {DurableObject}"])
    assert.ok(touches.has(api), api);
  assert.deepEqual(touches.get("ws.send()").user.first, { file: "room.ts", line: 14, column: 68, package: null });
  assert.equal(touches.get("new URL").user.count, 1);
  assert.ok(!touches.has("storage.get()"));
});

test("what shadows a global is no touch of it, and what asks for it first is guarded", () => {
  const touches = touchesOf(`function fetch() {} fetch("x"); const caches = {}; caches.default;
    if (typeof HTMLRewriter !== "undefined") new HTMLRewriter(); new EventSource("/"); globalThis.Frob; const o = { fetch: 1 };`);
  assert.ok(!touches.has("fetch") && !touches.has("caches.default") && !touches.has("Frob"));
  assert.equal(touches.get("new HTMLRewriter").guarded, true);
  assert.equal(touches.get("new EventSource").guarded, undefined);
});

test("members of the language's prototypes are no platform objects", () => {
  assert.doesNotThrow(() => touchesOf("const ws = {}; x.constructor.name; y.toString(); const { constructor } = z; f(({ valueOf }) => 1);"));
});

test("a package's touches are told apart from the user's", () => {
  const touch = touchesOf("setInterval(() => {}, 1);", "node_modules/@scope/lib/index.js").get("setInterval");
  assert.equal(touch.user.count, 0);
  assert.equal(touch.packages["@scope/lib"].count, 1);
});

test("objects have handlers, methods, and the way they take sockets", () => {
  const { program, kinds } = read(ROOM);
  const [room, lost] = objectsOf(program, kinds, [{ className: "Room", bindings: ["ROOM"] }, { className: "Lost", bindings: [] }]);
  assert.deepEqual(room.handlers.map(({ name }) => name), ["fetch", "webSocketMessage", "alarm"]);
  assert.deepEqual(room.methods.map(({ name }) => name), ["add"]);
  assert.deepEqual([room.sockets, room.extends, room.rpc, room.exported], [["acceptWebSocket"], ["DurableObject"], true, true]);
  assert.equal(room.place.line, 2);
  assert.equal(lost.exported, false);
  assert.deepEqual(workerOf(program).handlers.map(({ name }) => name), ["fetch"]);
});

test("a class finds its handlers in what it extends, under a wrapper, and by another name", () => {
  const { program, kinds } = read(`class Base { webSocketMessage(ws) { this.state.storage.put("a", 1); } constructor(state) { this.state = state; } }
    const Inner = class extends Base { fetch() { const p = new WebSocketPair(); p[1].accept(); } };
    const Wrapped = instrument({}, Inner); export { Wrapped as Room };`);
  const [room] = objectsOf(program, kinds, [{ className: "Room", bindings: ["ROOM"] }]);
  assert.deepEqual(room.handlers.map(({ name }) => name), ["fetch", "webSocketMessage"]);
  assert.deepEqual(room.sockets, ["accept"]);
});

test("paths that a regular expression matches", () => {
  assert.deepEqual(samplesOf("^\\/room\\/([^/]+)$"), ["/room/{room}"]);
  assert.deepEqual(samplesOf("^\\/polls\\/(?<id>[\\w-]+)\\/(vote|results)$"), ["/polls/{room}/vote", "/polls/{room}/results"]);
  assert.deepEqual(samplesOf("^/api/(\\d+)/?$"), ["/api/1"]);
  assert.deepEqual(samplesOf("(a|b)"), []);
});

const pathsOf = (source) => {
  const { program, kinds } = read(source);
  return candidatesOf(new Routes(program, kinds), ["ROOM", "chatServer"]).map(({ path }) => path);
};

test("routes are found in comparisons, switches, segments, routers and libraries", () => {
  assert.equal(pathsOf(ROOM)[0], "/ws?room={room}");
  assert.ok(pathsOf(`const app = new Hono(); app.get("/r/:id/ws", (c) => c.env.ROOM.getByName("a").fetch(c.req.raw)); export default app;`).includes("/r/{room}/ws"));
  assert.ok(pathsOf(`export default { fetch(request) { const parts = new URL(request.url).pathname.split("/"); if (parts[1] === "game") return 1; } };`).includes("/game/{room}"));
  assert.ok(pathsOf(`export default { fetch(request) { const url = new URL(request.url); switch (url.pathname) { case "/connect": return 1; } } };`).includes("/connect"));
  assert.ok(pathsOf(`export default { fetch(request) { if (new URL(request.url).pathname.startsWith("/rooms/")) return 1; } };`).includes("/rooms/{room}"));
  const parties = pathsOf(`import { routePartykitRequest } from "partyserver"; export default { fetch: (r, env) => routePartykitRequest(r, env) };`);
  assert.deepEqual(parties.slice(0, 2), ["/parties/room/{room}", "/parties/chat-server/{room}"]);
});

test("routes that are described, bases of routers, prefixes of libraries, and values that a query is compared with", () => {
  assert.ok(pathsOf(`app.openapi(createRoute({ method: "get", path: "/r/{id}/ws" }), () => 1);`).includes("/r/{room}/ws"));
  assert.ok(pathsOf(`const pattern = new URLPattern({ pathname: "/docs/:doc" });`).includes("/docs/{room}"));
  assert.ok(pathsOf(`const games = Router({ base: "/game" }); games.get("/:code/connect", () => 1);`).includes("/game/{room}/connect"));
  const agents = pathsOf(`import { routeAgentRequest } from "agents"; export default { fetch: (r, env) => routeAgentRequest(r, env, { prefix: "some/where" }) };`);
  assert.equal(agents[0], "/some/where/room/{room}");
  const asked = pathsOf(`import { partyserverMiddleware } from "hono-party"; app.use("*", partyserverMiddleware({ options: { onBeforeConnect(request) {
    const key = new URL(request.url).searchParams.get("key"); if (key !== "open-sesame") return 1; } } }));`);
  assert.deepEqual(asked.slice(0, 2), ["/parties/room/{room}", "/parties/room/{room}?key=open-sesame"]);
});

test("messages are what types are compared with, with the fields that are read", () => {
  const { program } = read(`export class Room { webSocketMessage(ws, raw) {
    const msg = JSON.parse(raw);
    switch (msg.type) { case "join": this.name = msg.username; break; case "move": go(msg.x, msg.y); break; }
    if (msg.type === "chat") say(msg.text);
    const { kind, id } = JSON.parse(raw); if (kind === "drop") drop(id);
    if (request.method === "POST") return; } }
    export default { async fetch(request) { const { choice, at = 1 } = await request.json(); const body = await request.json(); body.title; } };`);
  const messages = new Messages(program);
  assert.deepEqual(messages.list().map(({ text }) => JSON.parse(text)), [
    { type: "join", username: "<client>" }, { type: "move", x: 1, y: 1 }, { type: "chat", text: "hi <n>" }, { kind: "drop", id: "a" },
  ]);
  assert.deepEqual(messages.bodies().map((body) => JSON.parse(body)), [{ choice: "a", title: "a" }, { choice: 1, title: 1 }]);
  assert.equal(plausible("isReady"), true);
});

test("without types, a message has the fields that are read of what was parsed", () => {
  const { program } = read(`export class Room { webSocketMessage(ws, raw) { let data = JSON.parse(raw); use(data.name, data.message); } }`);
  assert.deepEqual(new Messages(program).list(), [{ text: '{"name":"<client>","message":"hi <n>"}', why: "room.ts:1: fields that are read" }]);
});

test("what the bundler made of text and bytes is nobody's code", () => {
  assert.equal(touchesOf("atob('x'); new HTMLRewriter();", "page.html").size, 0);
});

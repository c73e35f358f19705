// Each kind of standard mistake: exactly what it makes of a small room, in JavaScript and TypeScript, and where.
import assert from "node:assert/strict";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { parse } from "acorn";
import { blocksWithin, instrument } from "../../models/worker/instrument.mjs";
import { built, edited } from "../../models/worker/mutants/edits.mjs";
import { mutantsOf } from "../../models/worker/mutants/mutants.mjs";

const bundled = (source, file = "room.ts") =>
  transformSync(source, { loader: "ts", sourcemap: "external", sourcefile: file, target: "es2024" });

function mutants(source, file) {
  const { code, map } = bundled(source, file);
  return mutantsOf({ code, map, classes: ["Room"] }).map((mutant) => {
    const made = edited(code, mutant.edits).toString();
    parse(made, { ecmaVersion: "latest", sourceType: "module" });
    return { ...mutant, code, made };
  });
}

/** The mutants of a kind are these, no more and no less: each a list of [what stands there once, what stands there then]. */
function makes(source, kind, ...expected) {
  const found = mutants(source).filter((mutant) => mutant.kind === kind);
  const wanted = expected.map((pairs) =>
    pairs.reduce((code, [from, to]) => {
      assert.equal(code.split(from).length, 2, `"${from}" is there once`);
      return code.replace(from, () => to);
    }, bundled(source).code));
  assert.deepEqual(found.map(({ made }) => made), wanted);
}

const room = (members, rest = "") => `export class Room {
  constructor(ctx, env) { this.ctx = ctx; this.env = env; }
${members}
}
${rest}`;
const method = (statements, rest) => room(`async m(ws: WebSocket) {\n${statements}\n}`, rest);

test("calls that are left out", () => {
  makes(method("await this.ctx.storage.setAlarm(Date.now() + 5);"), "drop-set-alarm", [["await this.ctx.storage.setAlarm(Date.now() + 5);", ""]]);
  makes(method("if (ws) this.ctx.storage.setAlarm(5);"), "drop-set-alarm", [["this.ctx.storage.setAlarm(5);", ";"]]);
  makes(method("return this.ctx.storage.setAlarm(5);"), "drop-set-alarm", [["this.ctx.storage.setAlarm(5)", "Promise.resolve()"]]);
  makes(method("await this.ctx.storage.deleteAlarm();"), "drop-delete-alarm", [["await this.ctx.storage.deleteAlarm();", ""]]);
  makes(method("await this.ctx.storage.deleteAll();"), "drop-delete-all", [["await this.ctx.storage.deleteAll();", ""]]);
  makes(method("const { storage } = this.ctx; await Promise.all([storage.put('a', 1), storage.put('b', 2)]);"), "drop-put",
    [['storage.put("a", 1)', "Promise.resolve()"]], [['storage.put("b", 2)', "Promise.resolve()"]]);
  makes(method("this.ctx.storage.kv.put('a', 1);\nconst ok = this.ctx.storage.kv.delete('b');"), "drop-put", [['this.ctx.storage.kv.put("a", 1);', ""]]);
  makes(method("this.ctx.storage.kv.put('a', 1);\nconst ok = this.ctx.storage.kv.delete('b');"), "drop-delete", [['this.ctx.storage.kv.delete("b")', "void 0"]]);
  makes(method("ws.serializeAttachment({ a: 1 });"), "drop-serialize-attachment", [["ws.serializeAttachment({ a: 1 });", ""]]);
});

test("SQL that writes is left out, other SQL is not", () => {
  makes(method("this.ctx.storage.sql.exec(`INSERT INTO t VALUES (${1})`);\nthis.ctx.storage.sql.exec('create table t (a)');\nreturn this.ctx.storage.sql.exec('select 1');"),
    "drop-put", [["this.ctx.storage.sql.exec(`INSERT INTO t VALUES (${1})`);", ""]]);
});

test("maps and other objects are no storage", () => {
  assert.deepEqual(mutants(method("this.cards.delete(1); this.cards.put(2); await this.cards.get(1);")), []);
});

test("handlers that are emptied", () => {
  makes(room("webSocketClose(ws) { this.gone(ws); }\nwebSocketError() {}\nstatic webSocketError(ws) { ws.x(); }"), "empty-close-handler", [["{\n    this.gone(ws);\n  }", "{}"]]);
  makes(room("webSocketError(ws) { this.gone(ws); }"), "empty-error-handler", [["{\n    this.gone(ws);\n  }", "{}"]]);
  makes(room("webSocketError() {}"), "empty-error-handler");
});

test("a start that does not hold events back", () => {
  makes("export class Room { constructor(ctx) { ctx.blockConcurrencyWhile(async () => { this.n = 1; }); } }", "unblocked-start",
    [["ctx.blockConcurrencyWhile(async () => {", "(async () => {"], ["    });", "    })();"]]);
});

test("awaits that are forgotten", () => {
  makes(method("const n = (await this.ctx.storage.get('n')) ?? 0;"), "forget-await", [['await this.ctx.storage.get("n")', 'this.ctx.storage.get("n")']]);
  makes(method("await fetch('https://a.example');"), "forget-await", [["await fetch", "fetch"]]);
  makes(method("const stub = this.env.OTHER.get(id);\nawait stub.hello();"), "forget-await", [["await stub", "stub"]]);
  makes(method("await this.save();"), "forget-await");
  makes(room("async m() { await this.save(); await this.count(); }\nasync save() { this.ctx.storage.put('a', 1); }\nasync count() { return 1; }"), "forget-await", [["await this.save()", "this.save()"]]);
  makes(method("await Promise.all([this.ctx.storage.put('a', 1)]);\nawait Promise.all([1]);"), "forget-await", [["await Promise.all([this", "Promise.all([this"]]);
  makes(method("await this.ctx.storage.kv.get('a');\nfor await (const x of y()) x();"), "forget-await");
});

test("a rebuild that is skipped: a field that has a value, and one that would have none", () => {
  makes(`export class Room {
  count = 0;
  constructor(ctx) {
    this.ctx = ctx;
    ctx.blockConcurrencyWhile(async () => {
      await this.ctx.storage.put("started", 1);
      this.count = await this.ctx.storage.get("count");
      this.topic = (await this.ctx.storage.get("topic")) ?? "none";
    });
  }
}`, "skip-rebuild",
    [['this.count = await this.ctx.storage.get("count");', ""]],
    [['this.count = await this.ctx.storage.get("count");', ""], ['this.ctx.storage.get("topic")', "Promise.resolve(undefined)"]],
    [['this.ctx.storage.get("topic")', "Promise.resolve(undefined)"]]);
});

test("a rebuild from sockets, by way of a variable, by a method, in a field", () => {
  const sockets = "for (const ws of ctx.getWebSockets()) {\n      this.names.set(ws, ws.deserializeAttachment());\n    }";
  makes(`export class Room { names = new Map(); constructor(ctx) { ${sockets} } }`, "skip-rebuild", [[sockets, ""]]);
  makes("export class Room { n = 0; constructor(ctx) { const rows = ctx.storage.sql.exec('select n from t').toArray(); for (const row of rows) this.n += row.n; } }",
    "skip-rebuild", [["for (const row of rows) this.n += row.n;", ""]]);
  makes("export class Room { n = 0; constructor(ctx) { this.ctx = ctx; ctx.blockConcurrencyWhile(() => this.load()); } async load() { this.n = await this.ctx.storage.get('n'); } }",
    "skip-rebuild", [["ctx.blockConcurrencyWhile(() => this.load());", ""]]);
  makes("export class Room { sockets = new Set(this.ctx.getWebSockets()); }", "skip-rebuild", [["this.ctx.getWebSockets()", "[]"]]);
});

test("an answer that goes first, with the names that it uses", () => {
  makes(method("await this.ctx.storage.put('a', 1);\nws.send('ok');"), "answer-before-put", [['\n    ws.send("ok");', "\n    "], ["await this.ctx", 'ws.send("ok"); await this.ctx']]);
  makes(room("async m() {\nawait this.save();\nconst text = JSON.stringify(1);\nthis.tell(text);\n}\nasync save() { await this.ctx.storage.put('a', 1); }\ntell(text) { for (const ws of this.ctx.getWebSockets()) ws.send(text); }"),
    "answer-before-put", [["\n    const text = JSON.stringify(1);\n    this.tell(text);", "\n    \n    "], ["await this.save();", "const text = JSON.stringify(1); this.tell(text); await this.save();"]]);
  makes(method("await this.ctx.storage.put('a', 1);\nconst b = await this.b();\nws.send(b);"), "answer-before-put");
  makes(method("await this.ctx.storage.put('a', ++this.a);\nws.send(this.a);"), "answer-before-put");
  makes(method("await this.ctx.storage.put('a', 1);\nif (this.quiet) return;\nws.send('ok');"), "answer-before-put");
});

test("sockets that are accepted in memory", () => {
  makes(method("this.ctx.acceptWebSocket(ws, ['tag']);"), "accept-in-memory", [['this.ctx.acceptWebSocket(ws, ["tag"])', "ws.accept()"]]);
  makes(room("m(ws) { this.ctx.acceptWebSocket(ws); }\nwebSocketMessage(ws, text) {}\nwebSocketClose() {}"), "accept-in-memory",
    [["this.ctx.acceptWebSocket(ws)",
      '(ws.accept(), ws.addEventListener("message", (event) => this.webSocketMessage(ws, event.data)), ws.addEventListener("close", (event) => this.webSocketClose(ws, event.code, event.reason, event.wasClean)))']]);
});

test("close codes that are echoed", () => {
  makes(room("webSocketClose(ws, code, reason) { if (code === 1005) ws.close(); else ws.close(code, reason); }"), "echo-close-code", [["ws.close()", "ws.close(code, reason)"]]);
  makes(room("webSocketClose(ws) { ws.close(1000, 'bye'); }"), "echo-close-code", [["(ws)", "(ws, $code, $reason)"], ['ws.close(1e3, "bye")', "ws.close($code, $reason)"]]);
  makes(room("webSocketClose(socket) { this.gone(); }"), "echo-close-code", [["(socket)", "(socket, $code, $reason)"], ["this.gone();\n  ", "this.gone();\n  socket.close($code, $reason); "]]);
  makes(method("ws.addEventListener('close', () => ws.close());"), "echo-close-code", [["() => ws.close()", "(event) => ws.close(event.code, event.reason)"]]);
});

test("sockets, attachments and values that are kept in fields", () => {
  makes(method("this.ctx.acceptWebSocket(ws);\nreturn this.ctx.getWebSockets().length;"), "keep-in-field", [
    ["this.ctx.acceptWebSocket(ws)", "(this.ctx.acceptWebSocket(ws), (this.$sockets ??= new Set()).add(ws))"],
    ["this.ctx.getWebSockets()", "[...(this.$sockets ?? [])].filter((ws) => ws.readyState < 3)"],
  ]);
  makes(method("return this.ctx.getWebSockets().length;"), "keep-in-field", [["this.ctx.getWebSockets()", "(this.$sockets ??= this.ctx.getWebSockets())"]]);
  makes(method("ws.serializeAttachment(1);\nreturn ws.deserializeAttachment();"), "keep-in-field", [
    ["ws.serializeAttachment(1)", "(this.$attachments ??= new Map()).set(ws, 1)"],
    ["ws.deserializeAttachment()", "((this.$attachments ??= new Map()).get(ws) ?? null)"],
  ]);
  makes(method("const n = await this.ctx.storage.get('n');\nawait this.ctx.storage.put('n', n + 1);"), "keep-in-field", [
    ['this.ctx.storage.get("n")', '(this.$stored ??= new Map()).get("n")'],
    ['this.ctx.storage.put("n", n + 1)', '(this.$stored ??= new Map()).set("n", n + 1)'],
  ]);
  makes(method("const n = await this.ctx.storage.list();\nawait this.ctx.storage.put('n', await this.ctx.storage.get('n'));"), "keep-in-field");
});

test("code that the rooms call is theirs; the Worker's own, packages' and what nobody calls is not", () => {
  const source = (file) => mutants(`
const save = async (storage) => { await storage.put("a", 1); };
async function unused(storage) { await storage.put("b", 1); }
class Base { async all() { await this.ctx.storage.deleteAll(); } }
export class Room extends Base { async m() { await save(this.ctx.storage); } }
export class Other { async m() { await this.ctx.storage.put("c", 1); } }
export default { async fetch(request, env) { await env.ROOM.get(1).fetch(request); await env.KV.put("d", 1); } };`, file);
  assert.deepEqual(source().map(({ kind, line, column }) => [kind, line, column]), [
    ["forget-await", 2, 35], ["drop-put", 2, 41], ["forget-await", 4, 28], ["drop-delete-all", 4, 34], ["forget-await", 5, 46]]);
  assert.deepEqual(source("node_modules/partykit/room.js"), []);
});

const TYPED = `import type { Env } from "./env";
enum Kind { Hello, Bye }
export class Room {
  constructor(private readonly ctx: DurableObjectState, env: Env) {}
  async m(ws: WebSocket, text: string): Promise<void> {
    interface Said { kind: Kind }
    await this.ctx.storage.put<Said>("said", { kind: Kind.Bye } satisfies Said);
    ws.send(text as string);
  }
}`;

test("TypeScript: places are the user's, and stay so in the code that is made", () => {
  const found = mutants(TYPED, "src/room.ts");
  assert.deepEqual(found.map(({ kind, file, line, column, diff }) => ({ kind, file, line, column, diff })), [
    { kind: "forget-await", file: "src/room.ts", line: 7, column: 5, diff: '[-await -]this.ctx.storage.put("said", { kind: 1 /* Bye */ });' },
    { kind: "drop-put", file: "src/room.ts", line: 7, column: 11, diff: '[-await this.ctx.storage.put("said", { kind: 1 /* Bye */ });-]' },
    { kind: "answer-before-put", file: "src/room.ts", line: 8, column: 5, diff: '{+ws.send(text); +}await this.ctx.storage.put("said", { kind: 1 /* Bye */ }); [-ws.send(text);-]' },
  ]);
  const { code, map } = bundled(TYPED, "src/room.ts");
  const places = ({ blocks }) => blocks.map((row) => row.slice(0, 4));
  const without = found.find(({ kind }) => kind === "drop-put");
  assert.deepEqual(places(built(code, map, without.edits)), places(instrument(code, map)));
});

test("whether a mistake is reached is told by its block", () => {
  const source = method("if (ws) { await this.ctx.storage.put('a', 1); } else { await this.ctx.storage.put('b', 1); }");
  const { code, map } = bundled(source);
  const { blocks } = instrument(code, map);
  const at = blocksWithin(code, map);
  const kinds = mutants(source).filter(({ kind }) => kind === "drop-put").map((mutant) => blocks[at(mutant.at[0])][3]);
  assert.deepEqual(kinds, ["if", "else"]);
  assert.equal(at(0), undefined);
});

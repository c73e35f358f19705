// The platform APIs that a program touches, each with where: what doctor holds against the table.
import { bare, memberName, writtenName } from "./program.mjs";
import { rowOf } from "./table.mjs";

const LANGUAGE = new Set(Object.getOwnPropertyNames(globalThis).filter((name) => {
  const value = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
  return /^(undefined|NaN|Infinity|eval|is(NaN|Finite)|parse(Int|Float)|(en|de)codeURI(Component)?|escape|unescape)$/.test(name) ||
    (typeof value === "function" && rowOf(name) === undefined && rowOf(`new ${name}`) === undefined) || ["Atomics", "JSON", "Math", "Reflect", "Intl"].includes(name);
}).concat("arguments"));

const LABELS = {
  __proto__: null, ctx: "ctx", storage: "storage", sql: "sql", cursor: "cursor", namespace: "namespace", stub: "stub", ws: "ws" };
const STREAMS = new Set(["getReader", "getWriter", "pipeThrough", "pipeTo", "tee"]);
const BODY = new Set(["json", "text", "arrayBuffer", "bytes", "blob", "formData", "clone"]);
const REQRES = new Set(["url", "method", "headers", "status", "statusText", "ok", "body", "bodyUsed", "signal", "redirect"]);
/** Names that nothing but the platform has. */
const TELLING = {
  __proto__: null,
  acceptWebSocket: "ctx", setWebSocketAutoResponse: "ctx", blockConcurrencyWhile: "ctx", getWebSockets: "ctx",
  serializeAttachment: "ws", deserializeAttachment: "ws", idFromName: "namespace", idFromString: "namespace",
  newUniqueId: "namespace", setAlarm: "storage", getAlarm: "storage", deleteAlarm: "storage", transactionSync: "storage",
};
const SOCKET_EVENTS = new Set(["message", "close", "error", "open"]);

export class Touches {
  #program;
  #kinds;
  #byApi = new Map();
  #guarded = new Set(); // names that code asks `typeof` of before it uses them
  constructor(program, kinds) {
    this.#program = program;
    this.#kinds = kinds;
    for (const node of program.nodes)
      if (node.type === "UnaryExpression" && node.operator === "typeof" && node.argument.type === "Identifier")
        this.#guarded.add(node.argument.name);
  }

  add(api, node, details = {}) {
    const place = this.#program.place(node);
    if (place !== undefined) this.addAt(api, place, details);
  }

  addAt(api, place, details = {}) {
    if (!this.#byApi.has(api)) this.#byApi.set(api, { api, user: { count: 0 }, packages: {}, ...details });
    const touch = this.#byApi.get(api);
    const by = place.package === null ? touch.user : (touch.packages[place.package] ??= { count: 0 });
    by.count++;
    by.first ??= place;
  }

  collect() {
    for (const node of this.#program.nodes) {
      if (node.type === "ImportDeclaration") this.#import(node);
      else if (node.type === "NewExpression") this.#new(node);
      else if (node.type === "MemberExpression") this.#member(node);
      else if (node.type === "Identifier" && this.#program.isGlobal(node)) this.#global(node);
      else if (node.type === "ClassDeclaration" || node.type === "ClassExpression") this.#class(node);
    }
    return [...this.#byApi.values()];
  }

  #import(node) {
    const module = node.source.value;
    if (module !== "cloudflare:workers") {
      if (/^(node|cloudflare|workerd):/.test(module)) this.add(`import ${module}`, node, { import: true });
      return;
    }
    for (const one of node.specifiers) {
      const name = one.type === "ImportSpecifier" ? (one.imported.name ?? one.imported.value) : "*";
      this.add(`import cloudflare:workers {${name}}`, one, { import: true });
    }
  }

  #new(node) {
    if (!this.#program.isGlobal(node.callee)) return;
    const { name } = node.callee;
    const [first, init] = node.arguments;
    const api =
      name === "Response" && init?.type === "ObjectExpression" && init.properties.some(({ key }) => key?.name === "webSocket")
        ? "new Response(null,{status:101,webSocket})"
      : name === "Request" && first && init ? "new Request(url, requestOrInit)" : `new ${name}`;
    if (rowOf(api) && !rowOf(api).api.startsWith("new Date")) this.add(api, node, this.#ifGuarded(name));
  }

  #ifGuarded(name) {
    return this.#guarded.has(name) ? { guarded: true } : {};
  }

  /** A name of the global object, with the members that are written after it. */
  #global(node) {
    const { parent } = node;
    if (parent.type === "NewExpression" && parent.callee === node) return;
    if (parent.type === "UnaryExpression" && parent.operator === "typeof") return;
    const chain = [node.name];
    let top = node;
    while (top.parent.type === "MemberExpression" && top.parent.object === top && memberName(top.parent) !== undefined) {
      top = top.parent;
      chain.push(memberName(top));
    }
    const throughGlobal = ["globalThis", "self", "global"].includes(chain[0]) && chain.length > 1;
    if (throughGlobal) chain.shift(); // what is not there is undefined, and no error
    if (LANGUAGE.has(chain[0])) return;
    const called = top.parent.type === "CallExpression" && top.parent.callee === top;
    if (chain[0] === "addEventListener" && called) {
      const event = top.parent.arguments[0]?.value;
      if (event === "fetch") return this.add("addEventListener(fetch)", node);
    }
    const row = rowOf(chain.join("."));
    if (!row && (throughGlobal || parent.type === "AssignmentExpression")) return;
    const api = row ? (row.api.endsWith("*") ? chain.join(".") : row.api) : chain[0];
    this.add(api, node, throughGlobal ? { guarded: true } : this.#ifGuarded(chain[0]));
  }

  #class(node) {
    if (!node.superClass) return;
    const base = bare(node.superClass);
    const variable = base.type === "Identifier" ? this.#program.variable(base) : undefined;
    const name = this.#program.imported(variable)?.name ?? (base.type === "Identifier" ? writtenName(base) : memberName(base));
    const api = `extends ${name}`;
    if (rowOf(api)) this.add(api, node);
  }

  #member(node) {
    const name = memberName(node);
    if (name === undefined) return;
    const call = node.parent.type === "CallExpression" && node.parent.callee === node ? node.parent : undefined;
    const kind = this.#kinds.of(node.object) ?? (call ? TELLING[name] : undefined);
    if (call && name === "addEventListener" && SOCKET_EVENTS.has(call.arguments[0]?.value))
      return this.add(`addEventListener(${call.arguments[0].value})`, node, { kind });
    if (kind === undefined || kind.endsWith("[]")) return;
    if (kind === "request" || kind === "response") return this.#message(node, name, call);
    if (kind === "url") return this.add(`URL#${name}`, node);
    if (kind === "headers" && call) return this.add(`Headers#${name}`, node);
    if (STREAMS.has(name) && call) return this.add(`streams .${name}()`, node);
    if (kind === "cursor" && !call) return rowOf(`.${name}`) && this.add(`.${name}`, node);
    if (kind === "rawCursor" && name === "next") return this.add("cursor.raw().next()", node);
    const label = LABELS[kind];
    if (label) this.#ofKind(label, name, node, call);
  }

  #message(node, name, call) {
    if (call && BODY.has(name)) return this.add(`Body.${name}()`, node);
    if (name === "cf" || name === "webSocket") return this.add(`.${name}`, node);
    if (REQRES.has(name)) this.add(`ReqRes.${name}`, node);
  }

  #ofKind(label, name, node, call) {
    const api = `${label}.${name}${call ? "()" : ""}`;
    if (label === "ws" && !call) return rowOf(`.${name}`) && this.add(`.${name}`, node);
    if (!rowOf(api)) {
      if (label === "stub" && call) this.add("stub.METHOD()", node);
      return;
    }
    const first = call?.arguments[0];
    if (api === "ctx.acceptWebSocket()" && call.arguments.length > 1) return this.add("ctx.acceptWebSocket(ws, tags)", node);
    if (api === "ctx.getWebSockets()" && first) return this.add("ctx.getWebSockets(tag)", node);
    if (api === "storage.get()" && first?.type === "ArrayExpression") return this.add("storage.get([multi])", node);
    if (api === "storage.put()" && first?.type === "ObjectExpression") return this.add("storage.put({multi})", node);
    this.add(api, node);
    if (api === "storage.list()" && first?.type === "ObjectExpression")
      for (const { key } of first.properties) if (rowOf(`storage.list{${key?.name}}`)) this.add(`storage.list{${key.name}}`, node);
  }
}

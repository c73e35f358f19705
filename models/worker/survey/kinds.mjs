// What kind of platform object an expression is, as far as the text shows: no types are left in a bundle. What cannot be
// told is undefined, and nothing is said of it.
import { bare, enclosing, keyName, memberName, writtenName } from "./program.mjs";

const NEW = {
  __proto__: null,
  URL: "url", Request: "request", Response: "response", Headers: "headers", WebSocketPair: "pair", WebSocket: "ws",
  ReadableStream: "stream", TransformStream: "transform", WritableStream: "writable", URLSearchParams: "params",
  AbortController: "abort", FormData: "form", IdentityTransformStream: "transform",
};

/** kind -> member -> kind; with (), of what the call gives. */
const MEMBERS = {
  __proto__: null,
  ctx: { storage: "storage", id: "id", exports: "exports", env: "env", "getWebSockets()": "ws[]" },
  storage: { sql: "sql", kv: "kv" },
  sql: { "exec()": "cursor" },
  cursor: { "raw()": "rawCursor" },
  namespace: {
    "get()": "stub", "getByName()": "stub", "idFromName()": "id", "idFromString()": "id", "newUniqueId()": "id",
    "jurisdiction()": "namespace",
  },
  stub: { "fetch()": "response", id: "id" },
  request: { headers: "headers", body: "stream", signal: "signal", "clone()": "request" },
  response: { headers: "headers", body: "stream", webSocket: "ws", "clone()": "response" },
  url: { searchParams: "params", pathname: "pathname" },
  stream: { "getReader()": "reader", "pipeThrough()": "stream", "tee()": "stream[]" },
  transform: { readable: "stream", writable: "writable" },
  writable: { "getWriter()": "writer" },
  abort: { signal: "signal" },
  pair: { 0: "ws", 1: "ws", client: "ws", server: "ws" },
};

const memberOf = (kind, name) => (Object.hasOwn(MEMBERS[kind] ?? {}, name) ? MEMBERS[kind][name] : undefined);

/** Handlers and the kinds of their parameters, by what holds them. */
const OF_OBJECTS = {
  __proto__: null,
  constructor: ["ctx", "env"], fetch: ["request"], webSocketMessage: ["ws"], webSocketClose: ["ws"], webSocketError: ["ws"],
  onConnect: ["ws"], onMessage: ["ws"], onClose: ["ws"], onError: ["ws"], onRequest: ["request"],
};
const OF_WORKERS = {
  __proto__: null,
  fetch: ["request", "env", "ctx"], scheduled: ["controller", "env", "ctx"], queue: ["batch", "env", "ctx"],
  onBeforeConnect: ["request"], onBeforeRequest: ["request"],
};

/** Of a parameter of which nothing else is known. */
const BY_NAME = {
  __proto__: null,
  ws: "ws", socket: "ws", webSocket: "ws", websocket: "ws", conn: "ws", connection: "ws", request: "request", req: "request",
  url: "url", env: "env", ctx: "ctx", storage: "storage", stub: "stub", response: "response", res: "response",
};

const EACH = new Set(["forEach", "map", "filter", "some", "every", "find", "flatMap"]);

export class Kinds {
  #program;
  #namespaces;
  #known = new Map();
  #fields = new Map(); // class -> field -> expressions assigned to it
  constructor(program, namespaces) {
    this.#program = program;
    this.#namespaces = new Set(namespaces);
    for (const node of program.nodes) {
      const [target, value] =
        node.type === "AssignmentExpression" ? [memberName(node.left), node.right]
        : node.type === "PropertyDefinition" ? [keyName(node), node.value] : [];
      if (target === undefined || !value) continue;
      if (node.left && node.left.object?.type !== "ThisExpression") continue;
      const fields = this.#fieldsOf(this.classAround(node));
      fields.set(target, [...(fields.get(target) ?? []), value]);
    }
  }

  #fieldsOf(around) {
    if (!this.#fields.has(around)) this.#fields.set(around, new Map());
    return this.#fields.get(around);
  }

  classAround(node) {
    return enclosing(node, "ClassBody")?.parent;
  }

  of(node) {
    node = bare(node);
    if (!node) return undefined;
    if (this.#known.has(node)) return this.#known.get(node);
    this.#known.set(node, undefined); // a circle has no kind
    const kind = this.#find(node);
    this.#known.set(node, kind);
    return kind;
  }

  #find(node) {
    switch (node.type) {
      case "NewExpression":
        return this.#program.isGlobal(node.callee) ? NEW[node.callee.name] : undefined;
      case "Identifier":
        return this.#ofVariable(node);
      case "MemberExpression":
        return this.#ofMember(node);
      case "CallExpression":
        return this.#ofCall(node);
      case "LogicalExpression":
        return this.of(node.left) ?? this.of(node.right);
      case "ConditionalExpression":
        return this.of(node.consequent) ?? this.of(node.alternate);
      case "AssignmentExpression":
        return this.of(node.right);
      default:
        return undefined;
    }
  }

  #ofCall(node) {
    const callee = bare(node.callee);
    if (this.#program.isGlobal(callee, "fetch")) return "response";
    if (callee.type !== "MemberExpression") return undefined;
    const name = memberName(callee);
    if (this.#program.isGlobal(callee.object, "Object") && name === "values" && this.of(node.arguments[0]) === "pair") return "ws[]";
    if (this.#program.isGlobal(callee.object, "Array") && name === "from") return this.of(node.arguments[0]);
    const kind = this.of(callee.object);
    if (kind === "pathname" && name === "split") return "segments";
    if ((kind === "pathname" || kind === "segments") && ["slice", "substring", "substr", "filter", "replace", "toLowerCase", "trim"].includes(name)) return kind;
    if (kind?.endsWith("[]") && (name === "filter" || name === "slice")) return kind;
    if (kind?.endsWith("[]") && name === "find") return kind.slice(0, -2);
    return memberOf(kind, `${name}()`);
  }

  #ofMember(node) {
    const name = memberName(node) ?? String(node.property.value);
    if (node.object.type === "ThisExpression") return this.ofField(this.classAround(node), name);
    // env.X, this.env.X and what frameworks hand on as c.env.X.
    const holdsBindings = this.of(node.object) === "env" || memberName(bare(node.object)) === "env";
    if (holdsBindings && this.#namespaces.has(name)) return "namespace";
    if (memberName(node) === "env" && this.of(node.object) === undefined) return undefined;
    const kind = this.of(node.object);
    if (kind?.endsWith("[]")) return node.computed ? kind.slice(0, -2) : undefined;
    return memberOf(kind, name);
  }

  ofField(around, name) {
    for (let one = around, depth = 0; one && depth < 8; one = this.#program.classOf(one.superClass), ++depth) {
      for (const value of this.#fieldsOf(one).get(name) ?? []) {
        const kind = this.of(value);
        if (kind) return kind;
      }
    }
    const base = around?.superClass;
    return base && (name === "ctx" || name === "env") ? name : undefined;
  }

  #ofVariable(identifier) {
    const variable = this.#program.variable(identifier);
    if (!variable) return undefined;
    const imported = this.#program.imported(variable);
    if (imported) return imported.module === "cloudflare:workers" && imported.name === "env" ? "env" : undefined;
    for (const def of variable.defs) {
      const kind = this.#ofDefinition(def);
      if (kind) return kind;
    }
    for (const { writeExpr, init } of variable.references) {
      if (init || !writeExpr) continue;
      const kind = writeExpr.type === "AssignmentPattern" ? undefined : this.of(writeExpr);
      if (kind) return kind;
    }
    return undefined;
  }

  #ofDefinition(def) {
    if (def.type === "Variable") {
      const loop = def.parent?.parent;
      const each = loop?.type === "ForOfStatement" && loop.left === def.parent;
      const whole = each ? this.of(loop.right)?.replace(/\[\]$/, "") : this.of(def.node.init);
      return through(def.node.id, def.name, whole);
    }
    if (def.type !== "Parameter") return undefined;
    const at = def.node.params.findIndex((pattern) => contains(pattern, def.name));
    return through(def.node.params[at], def.name, this.ofParameter(def.node, at)) ?? BY_NAME[writtenName(def.name)];
  }

  ofParameter(fn, at) {
    const holder = fn.parent;
    const name = holder?.type === "MethodDefinition" || holder?.type === "Property" || holder?.type === "PropertyDefinition" ? keyName(holder) : undefined;
    if (holder?.type === "MethodDefinition") return OF_OBJECTS[name]?.[at];
    if (holder?.type === "Property" && Object.hasOwn(OF_WORKERS, name)) return OF_WORKERS[name][at];
    const call = holder?.type === "CallExpression" && holder.arguments.includes(fn) ? bare(holder.callee) : undefined;
    const method = memberName(call);
    if (at !== 0 || method === undefined) return undefined;
    const kind = this.of(call.object);
    if (EACH.has(method) && kind?.endsWith("[]")) return kind.slice(0, -2);
    if (method === "then") return kind;
    if (method === "transaction" && kind === "storage") return "storage";
    return undefined;
  }
}

const contains = (pattern, identifier) => pattern.start <= identifier.start && identifier.end <= pattern.end;

/** The kind of one name in a pattern that takes apart something of this kind. */
function through(pattern, name, kind) {
  if (pattern.type === "AssignmentPattern") return through(pattern.left, name, kind);
  if (pattern === name || pattern.type === "Identifier") return kind;
  if (pattern.type === "ArrayPattern") return kind?.endsWith("[]") ? kind.slice(0, -2) : kind === "segments" ? "segment" : undefined;
  if (pattern.type !== "ObjectPattern") return undefined;
  const property = pattern.properties.find((one) => contains(one, name));
  if (property?.type !== "Property") return undefined;
  return through(property.value, name, memberOf(kind, String(keyName(property))));
}

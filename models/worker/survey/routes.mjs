// How a Worker's code may route a request to a room: paths to try, made of what the source compares with the URL.
import { bare, keyName, memberName, writtenName } from "./program.mjs";

const LOOKED_AT = new Set(["BinaryExpression", "SwitchStatement", "CallExpression", "MemberExpression", "ObjectExpression", "VariableDeclarator"]);
const ROUTERS = new Set(["get", "post", "put", "delete", "patch", "all", "use"]);
const PLACE = /^(room|id|name|key|doc|document|channel|lobby|game|session|board|code|table|topic|slug|meeting|party|thread)/i;
const PERSON = /user|name|nick|player|client|author|who|token|uid/i;

const text = (node) =>
  node?.type === "Literal" && typeof node.value === "string" ? node.value
  : node?.type === "TemplateLiteral" && node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;

/** Paths that a regular expression matches, one for each of the alternatives in it; what could be anything is the room's name. */
export function samplesOf(source) {
  let path = source.replace(/^\^/, "").replace(/\$$/, "").replaceAll("\\/", "/").replace(/\\([.-])/g, "$1");
  path = path.replace(/\(\?<\w+>/g, "(").replace(/\(\?:/g, "(");
  path = path.replace(/\[\^\/[^\]]*\][+*]?(\{[\d,]+\})?/g, "{room}").replace(/\\d[+*]?(\{[\d,]+\})?/g, "1");
  path = path.replace(/(\\[wS]|\.|\[[^\]]*\])([+*]\??|\{[\d,]+\})/g, "{room}");
  const samples = new Set();
  for (let which = 0; which < 6; ++which) {
    const sample = withAlternative(path, which).replace(/\/\?/g, "").replace(/[?*+]/g, "");
    if (sample.startsWith("/") && !/[\\()[\]|]/.test(sample)) samples.add(sample);
  }
  return [...samples];
}

function withAlternative(path, which) {
  for (let before; before !== path;) {
    before = path;
    path = path.replace(/\([^()]*\)\?/g, "").replace(/\(([^()]*)\)/g, (whole, inner) => {
      const all = inner.split("|");
      return all[Math.min(which, all.length - 1)];
    });
  }
  return path;
}

/** /rooms/:room/ws as routers write it. */
export const filledIn = (pattern) =>
  pattern.replace(/:(\w+)(\{[^}]*\})?\??/g, "{room}").replace(/\/\*$/, "/{room}").replace(/\*/g, "{room}");

export class Routes {
  #program;
  #kinds;
  paths = []; // {path, place, how}
  segments = []; // words compared with one segment of the path
  prefixes = new Set([""]);
  queries = new Map(); // name -> place
  answers = new Map(); // name of a query parameter -> text that its value is compared with
  methods = new Set();
  constructor(program, kinds) {
    this.#program = program;
    this.#kinds = kinds;
    for (const node of program.nodes) {
      if (!LOOKED_AT.has(node.type) || program.place(node)?.package !== null) continue;
      if (node.type === "BinaryExpression") this.#compared(node);
      else if (node.type === "SwitchStatement") this.#switched(node);
      else if (node.type === "CallExpression") this.#called(node);
      else if (node.type === "ObjectExpression") this.#described(node);
      else if (node.type === "MemberExpression") this.#asked(memberName(bare(node.object)) === "query" ? [memberName(node)] : [], bare(node.object).object, node);
      else if (memberName(bare(node.init)) === "query" && node.id.type === "ObjectPattern")
        this.#asked(node.id.properties.filter(({ type }) => type === "Property").map(keyName), bare(node.init).object, node);
    }
  }

  #add(path, node, how) {
    if (path?.startsWith("/") && path.length < 120) this.paths.push({ path, how, place: this.#program.place(node) });
  }

  #kind(node) {
    const value = bare(node);
    const kind = this.#kinds.of(value);
    if (kind) return kind;
    // path[1], where path = url.pathname.split("/")
    if (value?.type === "MemberExpression" && value.computed && this.#areSegments(value.object)) return "segment";
    if (value?.type === "Identifier" && /^path(name)?$/.test(writtenName(value))) return "pathname";
    if (value?.type === "MemberExpression" && memberName(value) === "pathname") return "pathname";
    return undefined;
  }

  #areSegments(node) {
    return this.#kinds.of(node) === "segments" || (node.type === "Identifier" && /^(path|pathname|paths|parts|segments|path_?parts|path_?segments|pieces)$/i.test(writtenName(node)));
  }

  #same(value, literal, node) {
    const kind = this.#kind(value);
    if (kind === "pathname") this.#add(literal, node, `compared with the path`);
    if (kind === "segment" && /^[\w.-]+$/.test(literal)) this.segments.push({ word: literal, place: this.#program.place(node) });
    const subject = bare(value);
    const query = this.#queryIn(subject);
    if (query !== undefined && !this.answers.has(query)) this.answers.set(query, literal);
    if (memberName(subject) === "method" && /^[A-Z]+$/.test(literal)) this.methods.add(literal);
  }

  #compared({ operator, left, right, ...node }) {
    if (!/^[!=]==?$/.test(operator)) return;
    if (text(right) !== undefined) this.#same(left, text(right), { ...node, left });
    else if (text(left) !== undefined) this.#same(right, text(left), { ...node, left });
  }

  #switched(node) {
    for (const one of node.cases) if (text(one.test) !== undefined) this.#same(node.discriminant, text(one.test), one);
  }

  #called(node) {
    const callee = bare(node.callee);
    const method = memberName(callee);
    const [first] = node.arguments;
    if (callee.type === "Identifier") return this.#library(node, callee.name);
    if (method === undefined) return;
    if (method === "startsWith" && this.#kind(callee.object) === "pathname") {
      const path = text(first);
      this.#add(path && (path.endsWith("/") ? `${path}{room}` : path), node, "a beginning of the path");
      if (path && !path.endsWith("/")) this.#add(`${path}/{room}`, node, "a beginning of the path");
    } else if (method === "endsWith" && this.#kind(callee.object) === "pathname") {
      this.#add(text(first), node, "an end of the path");
    } else if ((method === "match" || method === "matchAll") && this.#kind(callee.object) === "pathname") {
      if (first?.regex) this.#matches(first.regex.pattern, node);
    } else if ((method === "exec" || method === "test") && this.#kind(first) === "pathname") {
      const pattern = this.#regexOf(callee.object);
      if (pattern) this.#matches(pattern, node);
    } else if (method === "get" && this.#isQuery(callee.object) && text(first) !== undefined) {
      if (!this.queries.has(text(first))) this.queries.set(text(first), this.#program.place(node));
    } else if (text(first)?.startsWith("/") && node.arguments.length > 1) {
      this.#routed(method, text(first), node);
    }
    if (method === "query" && text(first) !== undefined && memberName(bare(callee.object)) === "req" && !this.queries.has(text(first)))
      this.queries.set(text(first), this.#program.place(node));
  }

  /** request.query.NAME, as routers fill it in. */
  #asked(names, of, node) {
    if (of?.type !== "Identifier" || !/^re?q(uest)?$/.test(writtenName(of))) return;
    for (const name of names) if (name !== undefined && !this.queries.has(name)) this.queries.set(name, this.#program.place(node));
  }

  /** {method: "get", path: "/rooms/{id}"} of routes that are described, {pathname: "/rooms/:id"} of a URLPattern. */
  #described(node) {
    const keys = new Map(node.properties.filter(({ type }) => type === "Property").map((one) => [keyName(one), text(one.value)]));
    if (keys.get("base")?.startsWith("/")) this.prefixes.add(filledIn(keys.get("base")).replace(/\/$/, ""));
    const path = keys.get("pathname") ?? (keys.get("method") === undefined ? undefined : keys.get("path"));
    if (!path?.startsWith("/")) return;
    this.#add(filledIn(path.replace(/\{(\w+)\}/g, ":$1")), node, "a route that is described");
    if (keys.has("method")) this.methods.add(keys.get("method").toUpperCase());
  }

  #matches(pattern, node) {
    for (const sample of samplesOf(pattern)) this.#add(sample, node, "a regular expression for the path");
  }

  #regexOf(node) {
    const value = bare(node);
    if (value.regex) return value.regex.pattern;
    return value.type === "Identifier" ? this.#program.variable(value)?.defs[0]?.node.init?.regex?.pattern : undefined;
  }

  /** The parameter whose value an expression is: params.get("token"), or a variable that was made of it. */
  #queryIn(node) {
    if (node?.type === "Identifier") {
      const def = this.#program.variable(node)?.defs[0];
      return def?.type === "Variable" && def.node.id.type === "Identifier" ? this.#queryIn(bare(def.node.init)) : undefined;
    }
    if (node?.type === "LogicalExpression") return this.#queryIn(bare(node.left));
    if (node?.type !== "CallExpression" || memberName(bare(node.callee)) !== "get") return undefined;
    return this.#isQuery(bare(node.callee).object) ? text(node.arguments[0]) : undefined;
  }

  #isQuery(node) {
    return this.#kinds.of(node) === "params" || memberName(bare(node)) === "searchParams";
  }

  #routed(method, pattern, node) {
    if (ROUTERS.has(method)) {
      this.#add(filledIn(pattern), node, `a route (${method})`);
      if (/^(post|put|patch|delete)$/.test(method)) this.methods.add(method.toUpperCase());
    }
    if (method === "route" || method === "basePath" || method === "mount") this.prefixes.add(filledIn(pattern).replace(/\/$/, ""));
  }

  #library(node, name) {
    const called = /^(route(Partykit|PartyKit|Agent)Request|(partyserver|agents)Middleware)/.exec(name);
    if (!called) return;
    const options = node.arguments.flatMap((one) => (one.type === "ObjectExpression" ? one.properties : []));
    const prefix = text(options.find((one) => one.type === "Property" && keyName(one) === "prefix")?.value);
    this.library = { name: called[1], under: prefix?.replace(/^\/|\/$/g, "") ?? (/agent/i.test(called[1]) ? "agents" : "parties") };
  }
}

const kebab = (name) =>
  name === name.toUpperCase() ? name.toLowerCase().replace(/_/g, "-")
  : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, "").replace(/_/g, "-");

/** ?room={room}&name={client}, of the names that the code asks for. */
function queryOf({ queries, answers }, inRoom) {
  const parts = [];
  for (const name of [...queries.keys()].slice(0, 6)) {
    if (!/^[\w.-]+$/.test(name)) continue;
    if (/^[\w.~-]+$/.test(answers.get(name) ?? "")) {
      parts.push(`${name}=${answers.get(name)}`);
      continue;
    }
    // Within a room, a session is somebody's.
    const value = inRoom && /^session/i.test(name) ? "{client}"
      : PLACE.test(name) && !(PERSON.test(name) && parts.some((part) => part.includes("{room}"))) && !/^name$/i.test(name)
      ? "{room}" : PERSON.test(name) ? "{client}" : "1";
    parts.push(`${name}=${value}`);
  }
  // A single `name` means the room if nothing else does.
  if (parts.length === 1 && parts[0] === "name={client}") return ["?name={room}", "?name={client}"];
  return parts.length > 0 ? [`?${parts.join("&")}`] : [];
}

/** Paths to try, the likeliest first: {path, why}. */
export function candidatesOf(routes, bindings) {
  const found = new Map();
  const add = (path, why) => {
    const clean = path.replace(/\/{2,}/g, "/");
    if (!found.has(clean)) found.set(clean, why);
  };
  const why = ({ place, how }) => `${place.file}:${place.line}: ${how}`;
  const queries = queryOf(routes, false);
  const inRooms = queryOf(routes, true);
  const fromQuery = queries.length > 0 ? `${[...routes.queries.values()][0].file}: query parameters that are read` : "";
  if (routes.library)
    for (const binding of bindings)
      for (const query of ["", ...inRooms])
        add(`/${routes.library.under}/${kebab(binding)}/{room}${query}`, `${routes.library.name}() and the binding ${binding}`);
  const plain = [];
  for (const one of routes.paths)
    for (const prefix of routes.prefixes) plain.push([`${prefix}${one.path}`, why(one)]);
  for (const [path, reason] of plain) {
    for (const query of path.includes("{room}") ? inRooms : queries) add(path + query, reason);
    add(path, reason);
  }
  for (const query of queries) add(`/${query}`, fromQuery);
  segmentsOf(routes, add);
  const ends = plain.filter(([path]) => !path.includes("{room}") && path.length > 1).slice(0, 6);
  // A room that sees what is left of the path when its own name is taken off.
  for (const [path, reason] of plain.filter(([path]) => path.includes("{room}")))
    for (const [end] of ends) {
      if (/\{room\}.*\/\{room\}$/.test(path)) add(path.slice(0, -"/{room}".length) + end, reason);
      add(path + end, reason);
    }
  for (const [path, reason] of ends) for (const whole of [`/{room}${path}`, `${path}/{room}`]) add(whole, reason);
  for (const path of ["/", "/{room}", "/ws", "/ws/{room}", "/room/{room}", "/rooms/{room}", "/websocket", "/?room={room}", "/api/{room}", "/{room}/ws"])
    add(path, "a usual path");
  return [...found].slice(0, 160).map(([path, reason]) => ({ path, why: reason }));
}

/** Words compared with one segment, before, after and between names of rooms. */
function segmentsOf({ segments, paths }, add) {
  const words = [...new Map(segments.map((one) => [one.word, one])).values()].slice(0, 6);
  const ends = [...new Set(paths.map(({ path }) => path).filter((path) => /^\/[\w-]+$/.test(path)))].slice(0, 4);
  for (const { word, place } of words) {
    const why = `${place.file}:${place.line}: compared with a part of the path`;
    for (const path of [`/${word}/{room}`, `/${word}`, `/{room}/${word}`]) add(path, why);
    for (const end of ends) add(`/${word}/{room}${end}`, why);
    for (const other of words) {
      if (other.word === word) continue;
      add(`/${word}/${other.word}/{room}`, why);
      add(`/${word}/{room}/${other.word}`, why);
      for (const end of ends) add(`/${word}/${other.word}/{room}${end}`, why);
      for (const third of words)
        if (third.word !== word && third.word !== other.word) add(`/${word}/${other.word}/{room}/${third.word}`, why);
    }
  }
}


// The messages that a program's own code seems to take: what it compares `message.type` and the like with, and which
// other fields it reads of the same value.
import { bare, enclosing, keyName, memberName, writtenName } from "./program.mjs";

const LOOKED_AT = new Set(["SwitchStatement", "BinaryExpression"]);
const TYPES = /^(type|kind|action|event|op|cmd|command|t|method|msg_?type|messageType)$/;
const OTHER = /^(length|toString|slice|split|trim|includes|map|filter|forEach|push|has|get|set|size|then|data|status|url|headers)$/;

const text = (node) => (node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined);

export function plausible(name) {
  if (/text|message|content|body|msg|chat|line|value|comment/i.test(name)) return "hi <n>";
  if (/user|name|nick|author|from|sender|player/i.test(name)) return "<client>";
  if (/room|channel|lobby|doc/i.test(name)) return "<room>";
  if (/^(x|y|z|dx|dy|w|h|width|height|n|count|amount|index|row|col|column|size|score|level|angle|time|ts|timestamp|at|seq|version|position|pos|delay|speed)$/i.test(name)) return 1;
  if (/^(is|has|can|should)[A-Z]|^(typing|ready|done|active|enabled|completed|checked)$/.test(name)) return true;
  if (/s$/.test(name) && /items|list|points|options|tags|ids|users|updates|ops|changes|cards|choices/i.test(name)) return [];
  return "a";
}

/** request, of request.json() as of c.req.json(). */
const objectName = (node) => (node?.type === "Identifier" ? writtenName(node) : (memberName(node) ?? ""));

/** The root of message.type: the variable, if it is one. */
const rootOf = (program, node) => {
  const object = bare(node.object);
  return object?.type === "Identifier" ? program.variable(object) : undefined;
};

export class Messages {
  #program;
  #types = new Map(); // key \0 value -> {key, value, fields, place, range}
  constructor(program) {
    this.#program = program;
    for (const node of program.nodes) {
      if (!LOOKED_AT.has(node.type) || program.place(node)?.package !== null) continue;
      if (node.type === "SwitchStatement") {
        for (const one of node.cases) this.#found(node.discriminant, one.test, one);
      } else if (node.type === "BinaryExpression" && /^==/.test(node.operator)) {
        const around = enclosing(node, "IfStatement", "ConditionalExpression", "LogicalExpression");
        this.#found(node.left, node.right, around?.consequent ?? node);
        this.#found(node.right, node.left, around?.consequent ?? node);
      }
    }
  }

  #found(subject, literal, where) {
    const value = text(literal);
    const inner = bare(subject);
    const [key, variable] = this.#keyOf(inner);
    if (value === undefined || key === undefined || value.length > 60) return;
    const id = `${key}\0${value}`;
    if (!this.#types.has(id)) this.#types.set(id, { key, value, fields: new Set(), place: this.#program.place(literal) });
    for (const field of this.#fieldsIn(where, variable)) if (field !== key) this.#types.get(id).fields.add(field);
  }

  /** message.type, or `type` taken out of one: {type} = JSON.parse(...). */
  #keyOf(node) {
    const name = memberName(node);
    if (name !== undefined && TYPES.test(name)) {
      const object = bare(node.object);
      // event.type of a DOM event, request.method and so on are not messages.
      if (object?.type === "Identifier" && /^(e|ev|req|request|response|res|err|error|url)$/.test(writtenName(object))) return [];
      return [name, rootOf(this.#program, node)];
    }
    if (node?.type !== "Identifier" || !TYPES.test(writtenName(node))) return [];
    const def = this.#program.variable(node)?.defs[0];
    return def?.type === "Variable" && def.node.id.type === "ObjectPattern" ? [writtenName(node), def] : [];
  }

  #fieldsIn(where, root) {
    const fields = [];
    if (root?.node?.id?.type === "ObjectPattern") {
      for (const one of root.node.id.properties) if (one.type === "Property" && keyName(one)) fields.push(keyName(one));
      return fields;
    }
    for (const { identifier } of root?.references ?? []) {
      if (identifier.start < where.start || identifier.end > where.end) continue;
      const { parent } = identifier;
      const name = memberName(parent);
      if (name !== undefined && parent.object === identifier && !OTHER.test(name)) fields.push(name);
      if (parent.type === "VariableDeclarator" && parent.id.type === "ObjectPattern")
        for (const one of parent.id.properties) if (one.type === "Property" && keyName(one)) fields.push(keyName(one));
    }
    return fields;
  }

  /** What is read of the JSON of requests, as bodies that have it all: with texts, and with numbers for what may be one. */
  bodies() {
    const body = this.#readOf((callee) => memberName(callee) === "json" && /^re?q(uest)?$/.test(objectName(bare(callee.object))));
    if (body === undefined) return [];
    const numbers = Object.fromEntries(Object.entries(body.value).map(([key, value]) => [key, value === "a" ? 1 : value]));
    return [...new Set([body.value, numbers].map((one) => JSON.stringify(one)))];
  }

  /** {value, place}: all fields that are read of what such calls give. */
  #readOf(isSuch) {
    const value = {};
    let place;
    for (const node of this.#program.nodes) {
      const call = node.type === "VariableDeclarator" ? bare(node.init) : undefined;
      if (call?.type !== "CallExpression" || !isSuch(bare(call.callee)) || this.#program.place(node)?.package !== null) continue;
      place ??= this.#program.place(node);
      const whole = enclosing(node, "FunctionExpression", "FunctionDeclaration", "ArrowFunctionExpression") ?? this.#program.tree;
      const fields = node.id.type === "ObjectPattern"
        ? node.id.properties.filter((one) => one.value?.type === "Identifier").map(keyName) // what has a default may be left out
        : this.#fieldsIn(whole, node.id.type === "Identifier" ? this.#declared(node.id) : undefined);
      for (const field of fields.slice(0, 10)) value[field] ??= plausible(field);
    }
    return Object.keys(value).length > 0 ? { value, place } : undefined;
  }

  #declared(identifier) {
    return this.#program.nodes
      .filter((node) => node.type === "Identifier" && node.name === identifier.name && node !== identifier)
      .map((node) => this.#program.variable(node))
      .find((variable) => variable?.defs.some(({ name }) => name === identifier));
  }

  /** No type is compared: one message with all fields that are read of what was parsed. */
  #untyped() {
    const read = this.#readOf((callee) => memberName(callee) === "parse" && this.#program.isGlobal(callee.object, "JSON"));
    return read === undefined ? [] : [{ text: JSON.stringify(read.value), why: `${read.place.file}:${read.place.line}: fields that are read` }];
  }

  /** {text, why} in the order of the source. */
  list() {
    const all = [...this.#types.values()].filter(({ place }) => place);
    if (all.length === 0) return this.#untyped();
    all.sort((a, b) => (a.place.file === b.place.file ? a.place.line - b.place.line : a.place.file < b.place.file ? -1 : 1));
    return all.slice(0, 40).map(({ key, value, fields, place }) => {
      const message = { [key]: value };
      for (const field of [...fields].slice(0, 8)) message[field] = plausible(field);
      return { text: JSON.stringify(message), type: value, why: `${place.file}:${place.line}: ${key} "${value}"` };
    });
  }
}

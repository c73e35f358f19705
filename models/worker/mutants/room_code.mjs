// The user's own code of Durable Object classes: the classes that are exported, and what they call.
import { Program, keyName, nodesOf } from "../survey/program.mjs";
import { classOfThis, isFunction } from "./terms.mjs";

/** Through esbuild's keepNames, which wraps functions: __name(function, "name"). */
const unnamed = (node) =>
  node?.type === "CallExpression" && node.callee.name === "__name" ? node.arguments[0] : node;

export class RoomCode {
  #reaching = new Map();

  /** classes: the exported names of Durable Object classes. */
  constructor({ code, map, classes }) {
    this.code = code;
    this.program = new Program({ code, map });
    const exported = this.program.exports();
    const parts = [];
    const waiting = [];
    const add = (node) => {
      if (parts.some((part) => part === node || (part.start <= node.start && node.end <= part.end))) return;
      parts.push(node);
      waiting.push(node);
    };
    for (const name of classes) {
      const found = this.program.classOf(exported.get(name));
      if (found && this.#isUsers(found)) add(found);
    }
    while (waiting.length > 0)
      for (const node of nodesOf(waiting.pop())) {
        const variable = node.type === "Identifier" ? this.program.variable(node) : undefined;
        if (variable?.scope.type !== "module") continue;
        for (const { type, node: definition } of variable.defs)
          if (/^(FunctionName|ClassName|Variable)$/.test(type) && this.#isUsers(definition)) add(definition);
      }
    this.nodes = [...new Set(parts.flatMap((part) => [...nodesOf(part)]))].sort((a, b) => a.start - b.start || b.end - a.end);
    this.classes = this.nodes.filter(({ type }) => type === "ClassDeclaration" || type === "ClassExpression");
  }

  #isUsers(node) {
    const place = this.program.place(node);
    return place !== undefined && place.package === null && !place.file.startsWith("node:");
  }

  text(node) {
    return this.code.slice(node.start, node.end);
  }

  /** A method, or a field that is a function, of the class or one that it extends. */
  method(owner, name) {
    for (let depth = 0; owner && depth < 8; depth++) {
      for (const member of owner.body.body)
        if (member.type === "MethodDefinition" || member.type === "PropertyDefinition")
          if (!member.static && keyName(member) === name && unnamed(member.value) && isFunction(unnamed(member.value))) return unnamed(member.value);
      owner = this.program.classOf(owner.superClass);
    }
    return undefined;
  }

  /** The function of the user's own that a call calls, as far as the text shows. */
  called({ callee }) {
    if (callee.type === "MemberExpression" && callee.object.type === "ThisExpression" && !callee.computed) {
      const owner = classOfThis(callee);
      return owner && this.method(owner, callee.property.type === "PrivateIdentifier" ? `#${callee.property.name}` : callee.property.name);
    }
    if (callee.type !== "Identifier") return undefined;
    for (const { type, node } of this.program.variable(callee)?.defs ?? []) {
      const value = type === "FunctionName" ? node : type === "Variable" ? unnamed(node.init) : undefined;
      if (value && isFunction(value) && this.#isUsers(value)) return value;
    }
    return undefined;
  }

  /** Whether such a node is in here, or in a function of the user's own that is called from here. */
  reaches(node, predicate) {
    let known = this.#reaching.get(predicate);
    if (!known) this.#reaching.set(predicate, (known = new Map()));
    const found = known.get(node);
    if (found !== undefined) return found;
    known.set(node, false); // while it is looked into: recursion adds nothing
    const reached = [...nodesOf(node)].some((one) => {
      if (predicate(one)) return true;
      const called = one.type === "CallExpression" ? this.called(one) : undefined;
      return called !== undefined && this.reaches(called, predicate);
    });
    known.set(node, reached);
    return reached;
  }
}

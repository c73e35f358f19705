// A bundled program as a tree whose names are resolved and whose nodes know where the user wrote them.
import { SourceMap } from "node:module";
import { parse } from "acorn";
import { analyze } from "eslint-scope";

/** Every node below this one, its parent set, in the order of the source. */
export function* nodesOf(root) {
  const waiting = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    yield node;
    const children = [];
    for (const key of Object.keys(node)) {
      if (key === "parent") continue;
      for (const child of Array.isArray(node[key]) ? node[key] : [node[key]])
        if (typeof child?.type === "string") children.push(child);
    }
    for (const child of children) child.parent = node;
    waiting.push(...children.reverse());
  }
}

export const packageOf = (file) => {
  const path = file.split("node_modules/").at(-1).split("/");
  return file.includes("node_modules/") ? path.slice(0, path[0].startsWith("@") ? 2 : 1).join("/") : null;
};

export class Program {
  #map;
  #resolved = new Map(); // identifier -> variable, or null for a global
  constructor({ code, map }) {
    this.tree = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true, ranges: true });
    this.#map = new SourceMap(JSON.parse(map));
    const { scopes } = analyze(this.tree, { ecmaVersion: 2024, sourceType: "module" });
    for (const scope of scopes)
      for (const { identifier, resolved } of scope.references) this.#resolved.set(identifier, resolved);
    this.nodes = [...nodesOf(this.tree)]; // after the scopes: parents would lead their visitor in circles
  }

  /** The variable that an identifier refers to; null: a global; undefined: it refers to nothing (a key, a label). */
  variable(identifier) {
    return this.#resolved.get(identifier);
  }

  isGlobal(node, name) {
    return node?.type === "Identifier" && (name === undefined || node.name === name) && this.variable(node) === null;
  }

  /** {file, line, column, package} as the user wrote it; nothing for what the bundler added. */
  place(node) {
    const entry = this.#map.findEntry(node.loc.start.line - 1, node.loc.start.column);
    if (entry.originalSource === undefined) return undefined;
    const file = entry.originalSource;
    if (!/\.([cm]?[jt]sx?|vue|svelte)$/.test(file)) return undefined; // text or bytes, which the bundler made code of
    return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1, package: packageOf(file) };
  }

  /** What an import brings in: {module, name}, name "*" for all of it. */
  imported(variable) {
    const binding = variable?.defs.find(({ type }) => type === "ImportBinding");
    if (binding === undefined) return undefined;
    const { node } = binding;
    const name =
      node.type === "ImportSpecifier" ? (node.imported.name ?? node.imported.value)
      : node.type === "ImportDefaultSpecifier" ? "default" : "*";
    return { module: binding.parent.source.value, name };
  }

  /** The class that an expression names, as far as the text shows. */
  classOf(node, depth = 0) {
    if (node === null || node === undefined || depth > 8) return undefined;
    if (node.type === "ClassExpression" || node.type === "ClassDeclaration") return node;
    if (node.type === "Identifier") {
      for (const def of this.variable(node)?.defs ?? []) {
        const found = this.classOf(def.type === "Variable" ? def.node.init : def.type === "ClassName" ? def.node : null, depth + 1);
        if (found) return found;
      }
    }
    // A wrapper of a class: decorate(..., Class), withX(Class).
    if (node.type === "CallExpression")
      for (const argument of [...node.arguments].reverse()) {
        const found = this.classOf(argument, depth + 1);
        if (found) return found;
      }
    if (node.type === "AssignmentExpression") return this.classOf(node.right, depth + 1);
    return undefined;
  }

  /** Exported name -> local expression. */
  exports() {
    const all = new Map();
    for (const node of this.tree.body) {
      if (node.type === "ExportDefaultDeclaration") all.set("default", node.declaration);
      if (node.type !== "ExportNamedDeclaration") continue;
      if (node.declaration?.id) all.set(node.declaration.id.name, node.declaration);
      for (const one of node.declaration?.declarations ?? []) all.set(one.id.name, one.init);
      for (const one of node.specifiers) all.set(one.exported.name ?? one.exported.value, one.local);
    }
    return all;
  }
}

export const memberName = (node) =>
  node?.type !== "MemberExpression" ? undefined
  : node.computed ? (typeof node.property.value === "string" ? node.property.value : undefined)
  : node.property.type === "PrivateIdentifier" ? `#${node.property.name}` : node.property.name;

/** As the user wrote it: the bundler tells names apart by digits. */
export const writtenName = (identifier) => identifier.name.replace(/\d+$/, "");

export const keyName = (node) =>
  node.computed ? undefined : node.key?.type === "PrivateIdentifier" ? `#${node.key.name}` : (node.key?.name ?? node.key?.value);

/** Without what changes nothing about a value's kind: await, parentheses, optional chains. */
export function bare(node) {
  while (node?.type === "AwaitExpression" || node?.type === "ChainExpression" || node?.type === "ParenthesizedExpression")
    node = node.argument ?? node.expression;
  return node;
}

export function enclosing(node, ...types) {
  for (let up = node.parent; up; up = up.parent) if (types.includes(up.type)) return up;
  return undefined;
}

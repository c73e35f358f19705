// Which classes free their storage in alarm(): it, or a method of the class that it calls, calls deleteAll(). A room of
// such a class that is left with storage and without an alarm is never freed.

function* nodesOf(node) {
  yield node;
  for (const key in node) {
    const part = node[key];
    if (Array.isArray(part)) for (const one of part) yield* typeof one?.type === "string" ? nodesOf(one) : [];
    else if (typeof part?.type === "string") yield* nodesOf(part);
  }
}

const nameOf = (member) => (member.computed ? undefined : member.key.name ?? member.key.value);

/** `x.name(...)`: [x, name] */
const calledOf = ({ type, callee }) =>
  type === "CallExpression" && callee.type === "MemberExpression" && !callee.computed ? [callee.object, callee.property.name] : [];

function freesInAlarm(node) {
  const methods = new Map();
  for (const member of node.body.body) if (member.type === "MethodDefinition" && !member.static) methods.set(nameOf(member), member.value);
  const seen = new Set();
  const frees = (name) => {
    if (seen.has(name) || !methods.has(name)) return false;
    seen.add(name);
    for (const inside of nodesOf(methods.get(name))) {
      const [object, called] = calledOf(inside);
      if (called === "deleteAll" || (object?.type === "ThisExpression" && frees(called))) return true;
    }
    return false;
  };
  return frees("alarm");
}

/** program: a module, parsed. The classes by the names that it exports them by. */
export function freedByAlarm(program) {
  const names = new Map();
  for (const node of nodesOf(program)) {
    if (node.type === "ClassDeclaration" && node.id) names.set(node, node.id.name);
    if (node.type === "VariableDeclarator" && node.init?.type === "ClassExpression") names.set(node.init, node.id.name);
  }
  const exported = new Map();
  for (const statement of program.body)
    for (const { local, exported: as } of statement.specifiers ?? []) if (local && as) exported.set(local.name, as.name ?? as.value);
  const found = [];
  for (const [node, name] of names) if (freesInAlarm(node)) found.push(exported.get(name) ?? name);
  return found;
}

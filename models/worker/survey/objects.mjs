// The Durable Object classes of a program: what they extend, which events they handle, which methods can be called.
import { bare, enclosing, keyName, memberName } from "./program.mjs";

const HANDLERS = ["fetch", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"];
const WORKER_HANDLERS = ["fetch", "scheduled", "queue", "email", "tail", "trace", "test"];

function methodsOf(body) {
  const named = body.body.filter((one) => one.type === "MethodDefinition" && !one.static && one.kind !== "constructor");
  const fields = body.body.filter((one) => one.type === "PropertyDefinition" && /Function/.test(one.value?.type ?? ""));
  return [...named, ...fields].filter((one) => keyName(one) !== undefined && (one.kind ?? "method") === "method");
}

/** The class and those that it extends, as far as the program holds them; then the name of what it does not hold. */
function lineage(program, node) {
  const classes = [];
  let base;
  for (let one = node; one && classes.length < 12; one = program.classOf(base)) {
    classes.push(one);
    base = bare(one.superClass);
    if (!base) return { classes, base: undefined };
  }
  const variable = base?.type === "Identifier" ? program.variable(base) : undefined;
  const name = program.imported(variable)?.name ?? base?.name ?? memberName(base);
  return { classes, base: name };
}

const nameOfClass = (node, program) => {
  if (node.id) return node.id.name;
  const holder = node.parent;
  return holder?.type === "VariableDeclarator" ? holder.id.name : program.place(node)?.file;
};

/** How a class takes its sockets: by what its own lines, and those of what it extends, call. */
function socketsOf(program, kinds, classes) {
  const found = new Set();
  for (const node of program.nodes) {
    const name = memberName(node);
    if ((name !== "acceptWebSocket" && name !== "accept") || node.parent.type !== "CallExpression") continue;
    const around = enclosing(node, "ClassDeclaration", "ClassExpression");
    if (!classes.includes(around)) continue;
    if (name === "acceptWebSocket") found.add("acceptWebSocket");
    else if (kinds.of(node.object) === "ws") found.add("accept");
  }
  return [...found].sort();
}

export function objectsOf(program, kinds, bound) {
  const exported = program.exports();
  return bound.map(({ className, bindings }) => {
    const node = program.classOf(exported.get(className));
    const object = { className, bindings, exported: exported.has(className), handlers: [], methods: [], extends: [] };
    if (!node) return object;
    const { classes, base } = lineage(program, node);
    object.place = program.place(node);
    object.extends = [...classes.slice(1).map((one) => nameOfClass(one, program)), ...(base ? [base] : [])];
    object.sockets = socketsOf(program, kinds, classes);
    object.rpc = base === "DurableObject";
    const seen = new Set();
    for (const one of classes)
      for (const method of methodsOf(one.body)) {
        const name = keyName(method);
        if (seen.has(name) || name.startsWith("#")) continue;
        seen.add(name);
        const place = program.place(method);
        const entry = { name, place };
        if (HANDLERS.includes(name)) object.handlers.push(entry);
        else if (place && place.package === null && !name.startsWith("_"))
          object.methods.push({ ...entry, parameters: (method.value.params ?? []).length });
      }
    object.range = { start: node.start, end: node.end };
    return object;
  });
}

/** Handlers of the exported default, and what other entry points there are. */
export function workerOf(program) {
  const exported = program.exports();
  let node = exported.get("default");
  const handlers = [];
  for (let depth = 0; node?.type === "Identifier" && depth < 4; ++depth)
    node = program.variable(node)?.defs[0]?.node.init ?? program.variable(node)?.defs[0]?.node;
  while (node?.type === "CallExpression" && node.arguments[0]?.type === "ObjectExpression") node = node.arguments[0];
  const members = node?.type === "ObjectExpression" ? node.properties : node?.body?.body;
  for (const member of Array.isArray(members) ? members : [])
    if (WORKER_HANDLERS.includes(keyName(member))) handlers.push({ name: keyName(member), place: program.place(member) });
  return { exportsDefault: exported.has("default"), handlers };
}

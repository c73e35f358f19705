// Reads what a project's code touches, without running it. Takes {code, map, namespaces: [binding], bindings: [binding],
// objects: [{className, bindings}]} on standard input: a bundle that keeps its imports of node: modules. Answers on
// descriptor 3, as the bundler does.
import { readFileSync } from "node:fs";
import { Worker, isMainThread } from "node:worker_threads";
import { END, send } from "../frames.mjs";
import { Kinds } from "./kinds.mjs";
import { libraryMessages } from "./library_messages.mjs";
import { Messages } from "./messages.mjs";
import { objectsOf, workerOf } from "./objects.mjs";
import { Program, memberName } from "./program.mjs";
import { Routes, candidatesOf } from "./routes.mjs";
import { compatibility, flags, groups, rowOf } from "./table.mjs";
import { Touches } from "./touches.mjs";

/** Where code uses env.NAME, by binding. */
function bindingsUsed(program, kinds, touches, bindings) {
  const names = new Set(bindings);
  for (const node of program.nodes) {
    const name = memberName(node);
    if (names.has(name) && (kinds.of(node.object) === "env" || memberName(node.object) === "env")) touches.add(`env.${name}`, node);
    if (node.type !== "ObjectPattern") continue;
    const from = node.parent.type === "VariableDeclarator" ? kinds.of(node.parent.init) : undefined;
    if (from === "env")
      for (const one of node.properties) if (names.has(one.key?.name)) touches.add(`env.${one.key.name}`, one);
  }
}

function survey(request) {
  const program = new Program(request);
  const kinds = new Kinds(program, request.namespaces);
  const touches = new Touches(program, kinds);
  const objects = objectsOf(program, kinds, request.objects);
  const worker = workerOf(program);
  for (const { handlers, methods, rpc } of objects) {
    for (const { name, place } of handlers) if (place) touches.addAt(`handler ${name}()`, place);
    for (const { place } of rpc ? methods : []) if (place) touches.addAt("RPC method", place);
  }
  for (const { name, place } of worker.handlers) if (place) touches.addAt(`worker handler ${name}()`, place);
  bindingsUsed(program, kinds, touches, request.bindings);
  const touched = touches.collect().map((touch) => {
    const row = rowOf(touch.api);
    return { ...touch, is: row?.is ?? "unknown", says: row?.says ?? "", group: row?.group ?? "" };
  });
  const messages = new Messages(program);
  const routes = new Routes(program, kinds);
  return {
    touched,
    objects,
    worker,
    compatibility,
    flags,
    bindings: groups.find(({ group }) => group === "Bindings").rows,
    candidates: candidatesOf(routes, request.namespaces),
    methods: [...routes.methods],
    messages: [...libraryMessages(touched, program), ...messages.list()],
    bodies: messages.bodies(),
  };
}

// Programs made by machines nest deeper than the main thread's stack is.
if (isMainThread) new Worker(new URL(import.meta.url), { resourceLimits: { stackSizeMb: 200 } });
else send(END, survey(JSON.parse(readFileSync(0, "utf8"))));

// What is left out: a call, a handler's body, the block around a start, an await.
import { bare, keyName, memberName, nodesOf } from "../survey/program.mjs";
import { dropCall, edit } from "./edits.mjs";
import { calls, isKv, isSqlCall, isStorage, isWrite, lastName } from "./terms.mjs";

const PROMISE = "Promise.resolve()";
const DROPS = {
  "drop-set-alarm": [(node) => isStorage(node, "setAlarm"), PROMISE],
  "drop-delete-alarm": [(node) => isStorage(node, "deleteAlarm"), PROMISE],
  "drop-delete-all": [(node) => isStorage(node, "deleteAll"), PROMISE],
  "drop-put": [isWrite, PROMISE],
  "drop-delete": [(node) => isStorage(node, "delete"), PROMISE],
  "drop-serialize-attachment": [(node) => calls(node, "serializeAttachment"), "void 0"],
};

export function* droppedCalls({ nodes }) {
  for (const node of nodes)
    for (const [kind, [is, instead]] of Object.entries(DROPS)) {
      if (!is(node)) continue;
      const dropped = dropCall(node, isSqlCall(node) ? undefined : isKv(node) ? "void 0" : instead);
      if (dropped) yield { kind, at: [node], edits: [dropped] };
    }
}

const HANDLERS = new Map([["webSocketClose", "empty-close-handler"], ["webSocketError", "empty-error-handler"]]);

export function* emptyHandlers({ classes }) {
  for (const { body } of classes)
    for (const member of body.body) {
      const kind = member.type === "MethodDefinition" && !member.static ? HANDLERS.get(keyName(member)) : undefined;
      if (kind === undefined || member.value.body.body.length === 0) continue;
      yield { kind, at: [member.value], edits: [edit(member.value.body.start + 1, member.value.body.end - 1, "")] };
    }
}

export function* unblockedStarts({ nodes }) {
  for (const node of nodes) {
    if (!calls(node, "blockConcurrencyWhile") || node.arguments.length !== 1) continue;
    const [start] = node.arguments;
    yield { kind: "unblocked-start", at: [node], edits: [edit(node.start, start.start, "("), edit(start.end, node.end, ")()")] };
  }
}

/** Whether an expression starts at a binding: env.ROOMS.get(id), or a variable that holds it. */
function startsAtEnv(node, program, depth = 0) {
  for (let at = bare(node); at && depth < 5; at = bare(at.callee ?? at.object)) {
    if (lastName(at) === "env") return true;
    if (at.type !== "Identifier") continue;
    const { node: definition } = program.variable(at)?.defs.find(({ type }) => type === "Variable") ?? {};
    return definition?.init ? startsAtEnv(definition.init, program, depth + 1) : false;
  }
  return false;
}

const STORAGE = ["get", "put", "delete", "list", "deleteAll", "getAlarm", "setAlarm", "deleteAlarm", "transaction", "sync"];

/** A call whose answer comes later, from storage, the network or another object. */
function isOutside(node, { program }) {
  if (node.type !== "CallExpression") return false;
  if (isStorage(node, ...STORAGE)) return !isKv(node);
  if (calls(node, "fetch", "blockConcurrencyWhile") || (node.callee.name === "fetch" && program.isGlobal(node.callee))) return true;
  return memberName(node.callee) !== undefined && startsAtEnv(node.callee.object, program);
}

export function* forgottenAwaits(room) {
  const outside = (node) => isOutside(node, room);
  for (const node of room.nodes) {
    if (node.type !== "AwaitExpression") continue;
    const awaited = bare(node.argument);
    const isAll = calls(awaited, "all", "allSettled", "race", "any") && lastName(awaited.callee.object) === "Promise";
    const called = awaited.type === "CallExpression" ? room.called(awaited) : undefined;
    const counts = outside(awaited) || (called?.async && room.reaches(called, outside)) || (isAll && [...nodesOf(awaited)].some(outside));
    if (counts) yield { kind: "forget-await", at: [node], edits: [edit(node.start, node.argument.start, "")] };
  }
}


// Sockets: taken without hibernation, closed with the code that came.
import { keyName, nodesOf } from "../survey/program.mjs";
import { edit, replace } from "./edits.mjs";
import { calls, classOfThis, isFunction } from "./terms.mjs";

const LISTENERS = {
  webSocketMessage: ["message", "event.data"],
  webSocketClose: ["close", "event.code, event.reason, event.wasClean"],
  webSocketError: ["error", "event.error"],
};

/** ws.accept(), and the class's handlers as its listeners: the same room, but one that cannot hibernate. */
export function* acceptedInMemory(room) {
  for (const node of room.nodes) {
    const [socket] = node.arguments ?? [];
    if (!calls(node, "acceptWebSocket") || !/^(Identifier|MemberExpression)$/.test(socket?.type)) continue;
    const ws = room.text(socket);
    const owner = classOfThis(node);
    const parts = [`${ws}.accept()`];
    for (const [handler, [event, values]] of Object.entries(LISTENERS))
      if (owner && room.method(owner, handler)) parts.push(`${ws}.addEventListener("${event}", (event) => this.${handler}(${ws}, ${values}))`);
    yield { kind: "accept-in-memory", at: [node], edits: [replace(node, parts.length > 1 ? `(${parts.join(", ")})` : parts[0])] };
  }
}

const closesOf = (root, socket, room) =>
  [...nodesOf(root)].filter((node) => calls(node, "close") && room.text(node.callee.object) === socket);

/** close() of the socket with what came, in each place where it is called otherwise. */
function* echoed(closes, code, reason, more, room) {
  for (const node of closes) {
    if (node.arguments.length > 0 && room.text(node.arguments[0]) === code) continue;
    const { property } = node.callee;
    yield { kind: "echo-close-code", at: [node], edits: [...more, edit(property.end, node.end, `(${code}, ${reason})`)] };
  }
}

function* echoingHandler(member, room) {
  const { params, body } = member.value;
  if (params.some(({ type }) => type !== "Identifier")) return;
  const [ws = "$ws", code = "$code", reason = "$reason"] = params.map(({ name }) => name);
  const missing = [ws, code, reason].slice(params.length).join(", ");
  const from = params.at(-1)?.end ?? member.value.start + 1;
  const more = missing ? [edit(from, from, params.length > 0 ? `, ${missing}` : missing)] : [];
  const closes = closesOf(body, ws, room);
  yield* echoed(closes, code, reason, more, room);
  if (closes.length > 0) return;
  const last = body.body.at(-1);
  const at = last && /^(Return|Throw)Statement$/.test(last.type) ? last.start : body.end - 1;
  yield { kind: "echo-close-code", at: [member.value], edits: [...more, edit(at, at, `${ws}.close(${code}, ${reason}); `)] };
}

export function* echoedCloseCodes(room) {
  for (const node of room.nodes) {
    if (node.type === "MethodDefinition" && !node.static && keyName(node) === "webSocketClose") yield* echoingHandler(node, room);
    if (!calls(node, "addEventListener") || node.arguments[0]?.value !== "close") continue;
    const listener = node.arguments[1];
    if (!listener || !isFunction(listener) || (listener.params.length > 0 && listener.params[0].type !== "Identifier")) continue;
    const event = listener.params[0]?.name ?? "event";
    const open = room.code.indexOf("(", listener.start) + 1;
    const more = listener.params.length > 0 ? [] : [edit(open, open, event)];
    const closes = closesOf(listener.body, room.text(node.callee.object), room);
    yield* echoed(closes, `${event}.code`, `${event}.reason`, more, room);
  }
}

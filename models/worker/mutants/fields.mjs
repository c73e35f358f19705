// What sockets, attachments and storage keep, kept in a field of the object instead.
import { memberName } from "../survey/program.mjs";
import { replace } from "./edits.mjs";
import { calls, classOfThis, isStorage } from "./terms.mjs";

const KIND = "keep-in-field";
const callsIn = (room, owner, is) => room.nodes.filter((node) => is(node) && classOfThis(node) === owner);

/** A set of the sockets that were accepted, in place of getWebSockets(). */
function socketsInField(room, owner) {
  const accepts = callsIn(room, owner, (node) => calls(node, "acceptWebSocket") && node.arguments[0]?.type === "Identifier");
  const lists = callsIn(room, owner, (node) => calls(node, "getWebSockets") && node.arguments.length === 0);
  if (lists.length === 0) return undefined;
  if (accepts.length === 0) return { kind: KIND, at: lists, edits: lists.map((node) => replace(node, `(this.$sockets ??= ${room.text(node)})`)) };
  return {
    kind: KIND,
    at: lists,
    edits: [
      ...accepts.map((node) => replace(node, `(${room.text(node)}, (this.$sockets ??= new Set()).add(${node.arguments[0].name}))`)),
      ...lists.map((node) => replace(node, "[...(this.$sockets ?? [])].filter((ws) => ws.readyState < 3)")),
    ],
  };
}

/** A map from sockets, in place of their attachments. */
function attachmentsInField(room, owner) {
  const all = room.nodes.filter((node) => calls(node, "serializeAttachment", "deserializeAttachment"));
  const mine = all.filter((node) => classOfThis(node) === owner);
  const reads = mine.filter((node) => calls(node, "deserializeAttachment"));
  // Where one of them is not reached through `this`, the map would not be the same.
  if (reads.length === 0 || reads.length === mine.length || all.some((node) => classOfThis(node) === undefined)) return undefined;
  const map = "(this.$attachments ??= new Map())";
  return {
    kind: KIND,
    at: reads,
    edits: mine.map((node) => {
      const ws = room.text(node.callee.object);
      const values = node.arguments.map((one) => room.text(one)).join(", ");
      return replace(node, calls(node, "deserializeAttachment") ? `(${map}.get(${ws}) ?? null)` : `${map}.set(${ws}, ${values})`);
    }),
  };
}

const AS_IN_A_MAP = { get: "get", put: "set", delete: "delete", deleteAll: "clear" };
const OTHERS = ["list", "transaction", "transactionSync", "getCurrentBookmark"];

/** A map in place of storage, for a class that stores one value under one key at a time. */
function storageInField(room, owner) {
  const used = room.nodes.filter((node) => isStorage(node, ...Object.keys(AS_IN_A_MAP), ...OTHERS));
  const mine = used.filter((node) => classOfThis(node) === owner);
  const simple = (node) => {
    const [key] = node.arguments;
    if (isStorage(node, ...OTHERS)) return false;
    if (isStorage(node, "put")) return node.arguments.length >= 2;
    return isStorage(node, "deleteAll") || (key !== undefined && !/^(Array|Object)Expression$/.test(key.type));
  };
  const settled = ({ parent }) => parent.type === "AwaitExpression" || parent.type === "ExpressionStatement" || parent.type === "ArrayExpression";
  const isKv = (node) => memberName(node.callee.object) === "kv";
  if (!mine.some((node) => isStorage(node, "get")) || !mine.some((node) => isStorage(node, "put"))) return undefined;
  if (!mine.every((node) => simple(node) && (isKv(node) || settled(node)))) return undefined;
  if (used.some((node) => classOfThis(node) === undefined)) return undefined;
  return {
    kind: KIND,
    at: mine.filter((node) => isStorage(node, "get")),
    edits: mine.map((node) => {
      const name = memberName(node.callee);
      const values = node.arguments.slice(0, name === "put" ? 2 : name === "deleteAll" ? 0 : 1).map((one) => room.text(one));
      return replace(node, `(this.$stored ??= new Map()).${AS_IN_A_MAP[name]}(${values.join(", ")})`);
    }),
  };
}

export function* keptInFields(room) {
  for (const owner of room.classes)
    for (const kept of [socketsInField, attachmentsInField, storageInField]) {
      const mutant = kept(room, owner);
      if (mutant) yield mutant;
    }
}

// What the code of a room says in the runtime's own terms: which call is of storage, of sockets, of another object.
import { bare, memberName, nodesOf } from "../survey/program.mjs";

export const isFunction = ({ type }) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);

/** `this.ctx.storage` and `storage` end with "storage". */
export function lastName(node) {
  const end = bare(node);
  return end?.type === "Identifier" ? end.name : memberName(end)?.replace(/^#/, "");
}

/** A call of a method of one of these names. */
export const calls = (node, ...names) => node?.type === "CallExpression" && names.includes(memberName(node.callee));

const isOf = (node, owner) => owner.test(lastName(node.callee.object) ?? "");
export const isKv = (node) => node?.type === "CallExpression" && node.callee.type === "MemberExpression" && isOf(node, /^kv$/);
export const isStorage = (node, ...names) => calls(node, ...names) && isOf(node, /([sS]torage|^kv|^txn)$/);
const isSql = (node) => calls(node, "exec") && isOf(node, /sql$/i);

/** The statement that a call of sql.exec() begins with, in capitals; "" if the text does not show it. */
function sqlVerb(node) {
  const [text] = node.arguments;
  const written = text?.type === "TemplateLiteral" ? text.quasis[0].value.cooked : text?.type === "Literal" ? String(text.value) : "";
  return /^\s*(\w*)/.exec(written)[1].toUpperCase();
}
const SQL_WRITES = /^(INSERT|REPLACE|UPDATE|DELETE)$/;
const SQL_READS = /^(SELECT|WITH|VALUES|)$/;

export const isWrite = (node) => isStorage(node, "put") || (isSql(node) && SQL_WRITES.test(sqlVerb(node)));
export const isSqlCall = isSql;
/** Where a room learns anew what it knew before it slept. */
export const isRead = (node) =>
  isStorage(node, "get", "list") || calls(node, "getWebSockets", "deserializeAttachment") || (isSql(node) && SQL_READS.test(sqlVerb(node)));
export const isSend = (node) => calls(node, "send") && node.arguments.length > 0;

/** What this call answers where nothing was kept; undefined if that cannot be said in a word. */
export function nothingKept(node) {
  if (calls(node, "getWebSockets")) return "[]";
  if (calls(node, "deserializeAttachment")) return "null";
  if (isSql(node)) return undefined;
  const empty = isStorage(node, "list") || node.arguments[0]?.type === "ArrayExpression" ? "new Map()" : "undefined";
  return isKv(node) ? (empty === "undefined" ? empty : "[]") : `Promise.resolve(${empty})`;
}

/** Whether an assignment, or a call that adds something, changes what a field of `this` holds. */
export function changesField(node) {
  if (node.type === "AssignmentExpression") return rootsInThis(node.left);
  if (node.type === "UpdateExpression") return rootsInThis(node.argument);
  return calls(node, "set", "add", "push", "unshift", "delete") && node.callee.object.type !== "ThisExpression" && rootsInThis(node.callee.object) && !isStorage(node, "delete");
}
function rootsInThis(node) {
  if (node.type !== "MemberExpression") return false;
  while (node.type === "MemberExpression") node = node.object;
  return node.type === "ThisExpression";
}

/** The class whose instance `this` is there; undefined if it is no instance's. */
export function classOfThis(node) {
  for (let up = node.parent, below = node; up; below = up, up = up.parent) {
    if (up.type === "FunctionDeclaration" || up.type === "StaticBlock") return undefined;
    if (up.type === "FunctionExpression")
      return up.parent.type === "MethodDefinition" && !up.parent.static ? up.parent.parent.parent : undefined;
    if (up.type === "PropertyDefinition") return up.static || below === up.key ? undefined : up.parent.parent;
  }
  return undefined;
}

export const identifiersIn = (node) => new Set([...nodesOf(node)].filter(({ type }) => type === "Identifier").map(({ name }) => name));

/** Whether a statement may leave its list: what follows is not always done. */
export function leaves(statement) {
  const inFunction = (node) => {
    for (let up = node; up !== statement; up = up.parent) if (isFunction(up)) return true;
    return isFunction(statement);
  };
  return [...nodesOf(statement)].some((node) => /^(Return|Throw|Break|Continue)Statement$/.test(node.type) && !inFunction(node));
}

// An answer that goes before what it says is stored.
import { bare, nodesOf } from "../survey/program.mjs";
import { dropStatement, edit } from "./edits.mjs";
import { identifiersIn, isSend, isWrite, leaves } from "./terms.mjs";

const awaits = (statement) => [...nodesOf(statement)].some(({ type }) => type === "AwaitExpression");
const isCall = ({ type, expression }) => type === "ExpressionStatement" && bare(expression).type === "CallExpression";
/** Whether storing does more than to store: what comes after may need that. */
const computes = (statement) => [...nodesOf(statement)].some(({ type }) => /^(Update|Assignment)Expression$/.test(type));
const declares = (statement, names) =>
  statement.type === "VariableDeclaration" &&
  statement.declarations.some(({ id }) => [...identifiersIn(id)].some((name) => names.has(name)));

/** What must go with a statement for it to stand before list[to]: itself, and what makes the names that it uses. */
function movedTogether(list, from, to) {
  const moved = [list[from]];
  const names = identifiersIn(list[from]);
  for (let i = from - 1; i > to; i--) {
    if (/^(Function|Class)Declaration$/.test(list[i].type) && names.has(list[i].id.name)) return undefined;
    if (!declares(list[i], names)) continue;
    if (awaits(list[i])) return undefined;
    moved.unshift(list[i]);
    for (const name of identifiersIn(list[i])) names.add(name);
  }
  return moved;
}

export function* earlyAnswers(room) {
  for (const { type, body, consequent } of room.nodes) {
    const list = type === "BlockStatement" ? body : type === "SwitchCase" ? consequent : [];
    for (const [i, stored] of list.entries()) {
      if (!isCall(stored) || computes(stored) || !room.reaches(stored, isWrite) || room.reaches(stored, isSend)) continue;
      for (let j = i + 1; j < list.length && !leaves(list[j]); j++) {
        const answer = list[j];
        if (answer.type === "VariableDeclaration" || !room.reaches(answer, isSend)) continue;
        if (room.reaches(answer, isWrite)) break;
        const moved = movedTogether(list, j, i);
        if (moved === undefined) break;
        const text = moved.map((statement) => `${room.text(statement)} `).join("");
        yield { kind: "answer-before-put", at: [answer], edits: [edit(stored.start, stored.start, text), ...moved.map(dropStatement)] };
        break;
      }
    }
  }
}

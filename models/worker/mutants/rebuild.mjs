// A start that restores nothing: as if what was kept were not read.
import { keyName, nodesOf } from "../survey/program.mjs";
import { dropStatement, replace } from "./edits.mjs";
import { calls, changesField, isFunction, isRead, nothingKept } from "./terms.mjs";

/** The statements that a constructor is made of, within blocks and what it has run under blockConcurrencyWhile(). */
function* statementsOf(list) {
  for (const statement of list) {
    if (statement.type === "BlockStatement") yield* statementsOf(statement.body);
    else if (statement.type === "TryStatement") yield* statementsOf(statement.block.body);
    else {
      const blocked = [...nodesOf(statement)].find((node) => calls(node, "blockConcurrencyWhile"));
      const start = blocked?.arguments[0];
      if (start && isFunction(start) && start.body.type === "BlockStatement") yield* statementsOf(start.body.body);
      else yield statement;
    }
  }
}

const declaredBy = (statement) =>
  statement.type !== "VariableDeclaration" ? []
  : statement.declarations.flatMap(({ id }) => [...nodesOf(id)].filter(({ type }) => type === "Identifier").map(({ name }) => name));

/** this.NAME = ... as a statement. */
const fieldSet = ({ expression }) =>
  expression?.type === "AssignmentExpression" && expression.left.type === "MemberExpression" && expression.left.object.type === "ThisExpression"
    ? (expression.left.property.type === "PrivateIdentifier" ? "#" : "") + expression.left.property.name
    : undefined;

/** Of each statement that restores a field, what to do to it. */
function restoring(room, owner, constructor) {
  const statements = [...statementsOf(constructor.body.body)];
  const initial = new Set(owner.body.body.filter(({ type, value }) => type === "PropertyDefinition" && value).map(keyName));
  const kept = new Set(); // names of what was read
  const mentions = (statement) => [...nodesOf(statement)].some(({ type, name }) => type === "Identifier" && kept.has(name));
  const found = [];
  for (const statement of statements) {
    const reads = room.reaches(statement, isRead) || mentions(statement);
    const field = fieldSet(statement);
    if (reads && room.reaches(statement, changesField)) {
      const reading = [...nodesOf(statement)].filter(isRead);
      const words = reading.map(nothingKept);
      // A field that would have no value at all gets the one that it has where nothing was kept.
      const edits =
        field !== undefined && !initial.has(field) && reading.length > 0 && !words.includes(undefined)
          ? reading.map((node, i) => replace(node, words[i]))
          : [dropStatement(statement)];
      found.push({ at: statement, edits });
    } else if (reads) {
      for (const name of declaredBy(statement)) kept.add(name);
    } else if (field !== undefined) {
      initial.add(field);
    }
  }
  return found;
}

export function* skippedRebuilds(room) {
  for (const owner of room.classes) {
    const constructor = owner.body.body.find(({ kind }) => kind === "constructor")?.value;
    const found = constructor ? restoring(room, owner, constructor) : [];
    for (const member of owner.body.body) {
      if (member.type !== "PropertyDefinition" || member.static || !member.value || isFunction(member.value)) continue;
      const reads = [...nodesOf(member.value)].filter((node) => isRead(node) && nothingKept(node));
      if (reads.length > 0) found.push({ at: member, edits: reads.map((node) => replace(node, nothingKept(node))) });
    }
    for (const { at, edits } of found) yield { kind: "skip-rebuild", at: [at], edits };
    if (found.length > 1) yield { kind: "skip-rebuild", at: found.map(({ at }) => at), edits: found.flatMap(({ edits }) => edits) };
  }
}

// All standard mistakes that fit a module's rooms: one mutant each.
import { droppedCalls, emptyHandlers, forgottenAwaits, unblockedStarts } from "./drops.mjs";
import { shown } from "./edits.mjs";
import { keptInFields } from "./fields.mjs";
import { earlyAnswers } from "./order.mjs";
import { skippedRebuilds } from "./rebuild.mjs";
import { RoomCode } from "./room_code.mjs";
import { acceptedInMemory, echoedCloseCodes } from "./sockets.mjs";

const MAKERS = [droppedCalls, emptyHandlers, unblockedStarts, forgottenAwaits, skippedRebuilds, earlyAnswers, acceptedInMemory, echoedCloseCodes, keptInFields];

/** Whether no edit is within another: a call in another's arguments cannot be put in place of both. */
function isDisjoint(edits) {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.every(({ start }, i) => i === 0 || sorted[i - 1].end <= start);
}

/** {kind, file, line, column, diff, edits, at: [where in the module it strikes]}, by place in the user's files. */
export function mutantsOf(request) {
  const room = new RoomCode(request);
  const all = MAKERS.flatMap((make) => [...make(room)]).filter(({ edits }) => isDisjoint(edits));
  const mutants = all.map(({ kind, at, edits }) => {
    const { file, line, column } = room.program.place(at[0]);
    return { kind, file, line, column, diff: shown(request.code, edits), edits, at: at.map(({ start }) => start) };
  });
  const rank = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return mutants.sort((a, b) => rank(a.file, b.file) || a.line - b.line || a.column - b.column || rank(a.kind, b.kind) || rank(a.diff, b.diff));
}

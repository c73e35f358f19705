// Plants standard mistakes in a bundled Worker. Takes {code, map, classes: [exported Durable Object classes], entered: how
// often each block ran (instrument.mjs)} on standard input. Answers on descriptor 3: a block for each mutant, in the order
// of the user's files: {kind, file, line, column, diff, bundle: {code, map, blocks, sites}}; no bundle where nothing of
// what it changes was reached.
import { readFileSync } from "node:fs";
import { BLOCK, END, send } from "../frames.mjs";
import { blocksWithin } from "../instrument.mjs";
import { built } from "./edits.mjs";
import { mutantsOf } from "./mutants.mjs";

const request = JSON.parse(readFileSync(0, "utf8"));
const { code, map, entered } = request;
const blockAt = blocksWithin(code, map);
for (const { edits, at, ...mutant } of mutantsOf(request)) {
  const isReached = at.some((place) => (entered[blockAt(place)] ?? 1) > 0); // outside of blocks is what modules and fields do at once
  send(BLOCK, isReached ? { ...mutant, bundle: built(code, map, edits) } : mutant);
}
send(END, {});

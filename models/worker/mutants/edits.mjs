// Changes to the text of a module, and how they are shown.
import remapping from "@jridgewell/remapping";
import MagicString from "magic-string";
import { instrument } from "../instrument.mjs";

/** An edit puts `text` in place of what stands from `start` to before `end`. */
export const edit = (start, end, text) => ({ start, end, text });
export const replace = (node, text) => edit(node.start, node.end, text);

const inList = ({ type }) => /^(BlockStatement|Program|StaticBlock|SwitchCase)$/.test(type);
export const dropStatement = (statement) => replace(statement, inList(statement.parent) ? "" : ";");

/** Takes a call out: with its statement if that is all there is to it; `instead` stands for its value elsewhere. */
export function dropCall(call, instead) {
  let node = call;
  while (node.parent.type === "ChainExpression" || node.parent.type === "AwaitExpression") node = node.parent;
  if (node.parent.type === "ExpressionStatement") return dropStatement(node.parent);
  return instead === undefined ? undefined : replace(call.parent.type === "ChainExpression" ? call.parent : call, instead);
}

export function edited(code, edits) {
  const text = new MagicString(code);
  for (const { start, end, text: instead } of edits) {
    if (start === end) text.appendLeft(start, instead);
    else if (instead === "") text.remove(start, end);
    else text.update(start, end, instead);
  }
  return text;
}

/** The module with the edits, its blocks counted as in any bundle, its map to the user's own files. */
export function built(code, map, edits) {
  const text = edited(code, edits);
  const composed = remapping([text.generateMap({ hires: "boundary", source: "bundle.js" }), JSON.parse(map)], () => null);
  return instrument(text.toString(), JSON.stringify(composed));
}

const squeezed = (text) => text.replace(/\s+/g, " ");
const shortened = (text, most) =>
  text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2) - 1).trimEnd()} … ${text.slice(text.length - Math.floor(most / 2) + 2).trimStart()}`;

const SHOWN = 2; // changes; a reader gets the idea
/** What stands between two changes: the ends of their lines, and that there is more. */
function between(text) {
  const lines = text.split("\n");
  if (lines.filter((line) => /[^;\s]/.test(line)).length <= 1) return shortened(squeezed(text), 60);
  return `${shortened(squeezed(lines[0]), 40)} … ${shortened(squeezed(lines.at(-1).trimStart()), 40)}`;
}

/** The lines that change as one: [-what goes-]{+what comes+}. */
export function shown(code, edits) {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const first = sorted.slice(0, sorted.length > SHOWN + 1 ? SHOWN : sorted.length);
  const end = code.indexOf("\n", first.at(-1).end);
  let text = "";
  let at = code.lastIndexOf("\n", first[0].start - 1) + 1;
  for (const { start, end, text: instead } of first) {
    text += at < start && text === "" ? shortened(squeezed(code.slice(at, start)), 60) : between(code.slice(at, start));
    if (end > start) text += `[-${shortened(squeezed(code.slice(start, end)), 100)}-]`;
    if (instead) text += `{+${shortened(squeezed(instead), 100)}+}`;
    at = end;
  }
  text += shortened(squeezed(code.slice(at, end < 0 ? code.length : end)), 60);
  return squeezed(first.length === sorted.length ? text : `${text} … and ${sorted.length - first.length} more`).trim();
}

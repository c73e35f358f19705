// One pass over the bundled module, the user's own code only. Every block counts how often it is entered, functions and
// loops look at the count for whether the code runs away, and calls that cost money or keep an object in memory say where
// they are written. Lines stay lines: nothing that is put in ends one.
import { decode } from "@jridgewell/sourcemap-codec";
import remapping from "@jridgewell/remapping";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import { parse } from "acorn";
import MagicString from "magic-string";
import { freedByAlarm } from "./freed_by_alarm.mjs";

/** A function or loop asks the host each time that its own count is a multiple of this. */
const ASK_EVERY = 1 << 20;
const STORAGE = new Set(["get", "put", "delete", "list", "deleteAll", "getAlarm", "setAlarm", "deleteAlarm", "transaction", "transactionSync"]);
const CALLS = new Set(["setTimeout", "setInterval", "fetch", "waitUntil", "accept", "acceptWebSocket", "setAlarm", "exec"]);

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);

/** The names of what this member expression or name ends with: `this.ctx.storage` ends with "storage". */
const lastName = (node) =>
  node.type === "Identifier" ? node.name : node.type === "MemberExpression" && !node.computed ? node.property.name : undefined;

const ALLOCATIONS = new Set(["ArrayExpression", "ObjectExpression", "TemplateLiteral", "NewExpression", "SpreadElement"]);

/** What takes many times as long as other nodes do: calls of methods, most of them built-in, and what allocates. */
const isHeavy = ({ type, callee }) => ALLOCATIONS.has(type) || (type === "CallExpression" && callee.type === "MemberExpression");

/** What a call does, if it is one that costs or pins. */
function costOf({ callee }) {
  const name = lastName(callee);
  if (CALLS.has(name)) return name;
  const isStorage = callee.type === "MemberExpression" && STORAGE.has(name) && /(storage|kv)$/i.test(lastName(callee.object) ?? "");
  return isStorage ? name : undefined;
}

/** Whether this is part of an optional chain: in parentheses it would not end with what is missing any more. */
function isInChain(node) {
  for (; node; node = node.object ?? node.callee) if (node.optional) return true;
  return false;
}

class Pass {
  constructor(code, map) {
    this.edit = new MagicString(code);
    this.traced = new TraceMap(map);
    this.mappings = decode(map.mappings);
    this.sources = map.sources;
    this.program = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
    this.blocks = [];
    this.ranges = []; // where in the module each block is
    this.sites = [];
    const taken = (name) => (code.includes(name) ? taken(`${name}_`) : name);
    this.counts = taken("$blocks");
    this.over = taken("$over");
    this.at = taken("$at");
  }

  /** Whether a top-level statement is of a file of the user's own: says the first thing in it that comes from one. */
  isUsers({ loc: { start, end } }) {
    for (let line = start.line - 1; line < end.line; line++)
      for (const [column, source] of this.mappings[line] ?? []) {
        if (source === undefined || (line === start.line - 1 && column < start.column)) continue;
        if (line === end.line - 1 && column >= end.column) return false;
        return !/^node:|(^|\/)node_modules\//.test(this.sources[source]);
      }
    return false;
  }

  place({ loc: { start } }) {
    const { source, line, column } = originalPositionFor(this.traced, start);
    return source === null ? ["", start.line, start.column + 1] : [source, line, column + 1];
  }

  block(node, kind) {
    this.blocks.push([...this.place(node), kind, 0, 0]);
    this.ranges.push(node);
    return this.blocks.length - 1;
  }
  count(k) {
    return `++${this.counts}[${k}]`;
  }
  /** Counts, and asks the host now and then. */
  ask(k) {
    return `(${this.count(k)}&${ASK_EVERY - 1})||${this.over}(${k})`;
  }

  /** A statement as a block of its own. */
  statement(node, text, k) {
    if (node.type === "BlockStatement") {
      this.edit.appendRight(node.start + 1, `${text};`);
    } else {
      this.edit.appendRight(node.start, `{${text};`);
      this.edit.prependLeft(node.end, "}");
    }
    this.visit(node, k);
  }
  expression(node, text, k) {
    this.edit.appendRight(node.start, `(${text},`);
    this.edit.prependLeft(node.end, ")");
    this.visit(node, k);
  }

  function(node) {
    const k = this.block(node, "function");
    for (const parameter of node.params) this.visit(parameter, k);
    const { body } = node;
    if (body.type !== "BlockStatement") return this.expression(body, this.ask(k), k);
    const first = body.body.find((statement) => statement.directive === undefined);
    this.edit.appendRight(first === undefined ? body.end - 1 : first.start, `${this.ask(k)};`);
    for (const statement of body.body) this.visit(statement, k);
  }

  loop(node, within) {
    const k = this.block(node.body, "loop");
    for (const part of [node.init, node.left, node.right]) if (part) this.visit(part, within);
    for (const part of [node.test, node.update]) if (part) this.visit(part, k);
    this.statement(node.body, this.ask(k), k);
  }

  branch(node, kind, enter) {
    if (!node) return;
    const k = this.block(node, kind);
    enter.call(this, node, this.count(k), k);
  }

  call(node, within) {
    const cost = costOf(node);
    const last = node.arguments.at(-1);
    const asked = node.callee.object ?? node.callee;
    if (cost !== undefined && (last !== undefined || (asked.type !== "Super" && !isInChain(asked)))) {
      this.sites.push([...this.place(node.callee.property ?? node.callee), cost]);
      const at = `${this.at}(${this.sites.length}`;
      if (last === undefined) {
        this.edit.appendRight(asked.start, `(${at}),`);
        this.edit.prependLeft(asked.end, ")");
      } else {
        const value = last.type === "SpreadElement" ? last.argument : last;
        this.edit.appendRight(value.start, `${at},`);
        this.edit.prependLeft(value.end, ")");
      }
    }
    this.parts(node, within);
  }

  parts(node, within) {
    for (const key in node) {
      const part = node[key];
      if (Array.isArray(part)) for (const one of part) this.visit(one, within);
      else if (typeof part?.type === "string") this.visit(part, within);
    }
  }

  /** within: the block that this belongs to. */
  visit(node, within) {
    if (!node) return;
    if (within !== undefined) this.blocks[within][isHeavy(node) ? 5 : 4]++;
    if (FUNCTIONS.has(node.type)) return this.function(node);
    if (LOOPS.has(node.type)) return this.loop(node, within);
    switch (node.type) {
      case "IfStatement":
        this.visit(node.test, within);
        this.branch(node.consequent, "if", this.statement);
        return this.branch(node.alternate, "else", this.statement);
      case "ConditionalExpression":
        this.visit(node.test, within);
        this.branch(node.consequent, "if", this.expression);
        return this.branch(node.alternate, "else", this.expression);
      case "LogicalExpression":
        this.visit(node.left, within);
        return this.branch(node.right, node.operator, this.expression);
      case "SwitchCase": {
        this.visit(node.test, within);
        if (node.consequent.length === 0) return;
        const k = this.block(node, "case");
        this.edit.appendRight(node.consequent[0].start, `${this.count(k)};`);
        for (const statement of node.consequent) this.visit(statement, k);
        return;
      }
      case "CatchClause":
        this.visit(node.param, within);
        return this.branch(node.body, "catch", this.statement);
      case "CallExpression":
        return this.call(node, within);
      default:
        return this.parts(node, within);
    }
  }
}

function passOver(code, mapText) {
  const pass = new Pass(code, JSON.parse(mapText));
  for (const statement of pass.program.body) if (pass.isUsers(statement)) pass.visit(statement, undefined);
  return pass;
}

/** Which block a place in the module belongs to: a function from offsets to numbers of blocks, undefined outside of all. */
export function blocksWithin(code, mapText) {
  const { ranges } = passOver(code, mapText);
  return (offset) => {
    let found;
    for (const [k, { start, end }] of ranges.entries())
      if (start <= offset && offset < end && (found === undefined || end - start <= ranges[found].end - ranges[found].start)) found = k;
    return found;
  };
}

/** The module with its counters, its map to the user's files, and what the counters and call sites stand for: [file, line, column, kind, light nodes, heavy nodes] and [file, line, column, call]. Also which classes free their storage in alarm(). */
export function instrument(code, mapText) {
  const pass = passOver(code, mapText);
  const { edit, counts, over, at } = pass;
  edit.prepend(`import{counts as ${counts}$,over as ${over}$,at as ${at}$}from"dormouse:blocks";const ${counts}=${counts}$,${over}=${over}$,${at}=${at}$;`);
  const composed = remapping([edit.generateMap({ hires: "boundary", source: "bundle.js" }), JSON.parse(mapText)], () => null);
  return { code: edit.toString(), map: JSON.stringify(composed), blocks: pass.blocks, sites: pass.sites, freedByAlarm: freedByAlarm(pass.program) };
}

// Instrumented code does what plain code does, and its counters say what ran: each piece here is run both ways.
import assert from "node:assert/strict";
import { transform } from "esbuild";
import { instrument } from "../../../models/worker/instrument.mjs";

const asModule = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const cells = 'globalThis.cells=new Int32Array(4096);globalThis.asked=[];globalThis.sites=[];' +
  "export const counts=cells,over=(k)=>{asked.push(k)},at=(n,v)=>{sites.push(n);return v};";
let fresh = 0;

async function instrumented(source, file = "src/a.ts") {
  const { code, map } = await transform(source, { sourcemap: "external", sourcefile: file, format: "esm", target: "es2024", loader: "ts" });
  const made = instrument(code, map);
  const run = made.code.replace('"dormouse:blocks"', JSON.stringify(asModule(`${cells}//${fresh++}`)));
  return { ...made, code, result: () => import(asModule(run)) };
}

const same = {
  "arrow of an object": "export const r = [1, 2].map((x) => ({ x }));",
  "arrow in an arrow": "export const r = ((a) => (b) => a + b)(1)(2);",
  "names of functions": "const f = () => 1; const g = true ? () => 2 : () => 3; let h; h ??= () => 4; export const r = [f.name, g.name, h.name];",
  "one statement after if, else and loops": "const r = []; for (let i = 0; i < 5; i++) if (i % 2) r.push(i); else r.push(-i); let j = 0; while (j < 3) j++; do j--; while (j > 0); for (const k in { a: 1 }) r.push(k); export { r };",
  "a directive without a semicolon": 'function f() { "use strict"\nreturn this === undefined }\nexport const r = f();',
  "a directive alone": 'export const r = (function () { "use strict" })();',
  "a labelled loop": "let r = 0; out: for (;;) { for (;;) { r++; if (r > 4) break out; else continue out; } } export { r };",
  "closures of a loop's variable": "const f = []; for (let i = 0; i < 3; i++) f.push(() => i); export const r = f.map((g) => g());",
  "switch with a fall-through": "const f = (x) => { let s = ''; switch (x) { case 1: s += 'a'; case 2: { s += 'b'; break; } case 3: default: s += 'c'; } return s; }; export const r = [1, 2, 3, 4].map(f);",
  "optional chains": "const a = null, b = { c: { accept: () => 7, put: (x) => x } }; export const r = [a?.c.accept(), b?.c.accept(), b.c?.accept(), a?.storage.put(1), b.c.put?.(3)];",
  "short circuits": "let n = 0; const t = () => (n++, true); export const r = [true || t(), false || t(), null ?? t(), 0 && t(), n];",
  "this of a method call": "const o = { v: 5, get() { return this?.v; } }; export const r = [true && o.get(), (true ? o.get : 0) && o.get()];",
  "getters, statics, private methods, generators": "class A { static #n = 1; static { A.#n = [1].map((x) => x + 1)[0]; } get n() { return A.#n; } *g() { for (const x of [1, 2]) yield x; } } export const r = [new A().n, ...new A().g()];",
  "derived constructors": "class A { constructor(x) { this.x = x; } } class B extends A { constructor() { if (true) super(3); else super(4); } } export const r = new B().x;",
  "async arrows and awaits in branches": "const f = async (x) => x ? await Promise.resolve(1) : 2; export const r = await Promise.all([f(true), f(false)]);",
  "async iteration": "async function* g() { yield 1; yield 2; } let r = 0; for await (const x of g()) r += x; export { r };",
  "catch, finally and rethrow": "const f = () => { try { throw new Error('a'); } catch ({ message }) { return message; } finally { f.done = true; } }; export const r = [f(), f.done];",
  "default parameters": "const f = (a = (() => 3)(), { b = a ? 4 : 5 } = {}) => [a, b]; export const r = f();",
  "super calls of the counted names": "class A { fetch() { return 'a'; } } class B extends A { fetch() { return super.fetch() + 'b'; } } export const r = new B().fetch();",
  "spread as the last argument": "const o = { exec: (...x) => x }; export const r = o.exec('q', ...[1, 2], ...[3]);",
  "templates and tags": "const t = (s, ...x) => s.raw.join('|') + x.join(); export const r = t`a${true ? 1 : 2}b${[3].map((x) => x)}`;",
  "the names of the counters in use": "const $blocks = 1, $over = 2, $at = 3; export const r = [$blocks, $over, $at].map((x) => x);",
};

for (const [name, source] of Object.entries(same)) {
  const made = await instrumented(source);
  const plain = await import(asModule(`${made.code}\n//${fresh++}`));
  const { r } = await made.result();
  assert.deepEqual(r, plain.r, name);
}

// What is counted, and where it stands.
{
  const made = await instrumented("export function f(x: number) {\n  if (x > 1) return 'big';\n  return 'small';\n}\n");
  const { f } = await made.result();
  f(0), f(1), f(2);
  assert.deepEqual(made.blocks.map((block) => block.slice(0, 4)), [["src/a.ts", 1, 8, "function"], ["src/a.ts", 2, 14, "if"]]);
  assert.deepEqual([...cells_now()].slice(0, 2), [3, 1]);
}
// A loop asks each 2^20 times, and names itself.
{
  const { result } = await instrumented("export const f = (n) => { let s = 0; for (let i = 0; i < n; i++) s += i; return s; };");
  const { f } = await result();
  assert.equal(f(3 << 20), ((3 << 20) * ((3 << 20) - 1)) / 2);
  assert.deepEqual(globalThis.asked, [1, 1, 1]);
}
// Call sites, in the order in which their calls begin: arguments first.
{
  const source = "export const f = (storage, ws) => {\n  storage.put('a', storage.get('b'));\n  ws.accept();\n  new Map().get(1);\n};";
  const made = await instrumented(source);
  (await made.result()).f({ put() {}, get() {} }, { accept() {} });
  assert.deepEqual(made.sites, [["src/a.ts", 2, 11, "put"], ["src/a.ts", 2, 28, "get"], ["src/a.ts", 3, 6, "accept"]]);
  assert.deepEqual(globalThis.sites, [2, 1, 3]);
}
// Packages are left as they are.
assert.deepEqual((await instrumented("export const f = () => 1;", "node_modules/p/a.js")).blocks, []);

function cells_now() { return globalThis.cells; }
console.log(`${Object.keys(same).length} pieces run the same`);

const freed = async (source) => (await instrumented(source)).freedByAlarm;
assert.deepEqual(await freed("export class Room { async alarm() { await this.ctx.storage.deleteAll(); } }"), ["Room"]);
assert.deepEqual(await freed("export class Room { alarm() { if (this.empty) return this.#tidy(); } #tidy() { [1].forEach(() => this.state.storage.deleteAll()); } }"), ["Room"]);
assert.deepEqual(await freed("class A { alarm() { this.b(); } b() { this.alarm(); } } class B { fetch() { this.s.deleteAll(); } alarm() {} } export { A, B };"), []);
assert.deepEqual(await freed("const Inner = class { alarm() { this.s.deleteAll(); } }; export { Inner as Room };"), ["Room"]);

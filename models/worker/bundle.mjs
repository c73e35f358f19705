// Makes one module of a wrangler project, as the vendor's tool does before it uploads. Reads {folder, main, ...} as JSON
// on standard input (shown: the folder as the user calls it; form: "script" for a client or a check, which is no Worker but
// one classic script whose value is what its main module exports); answers on descriptor 3 in the frames of sim/frames.h: {code, map, inputs}, or a list of problems.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, matchesGlob, relative } from "node:path";
import { build } from "esbuild";
import { BAD_INPUT, END, send } from "./frames.mjs";
import { instrument } from "./instrument.mjs";
import { absentModules, builtinRemedy, globalsNamedIn, isBuiltin, isUsers, nodeModules } from "./node_modules.mjs";

const request = JSON.parse(readFileSync(0, "utf8"));
const { folder } = request;
const isScript = request.form === "script";

// The vendor's own rules, after the project's (docs: wrangler configuration, "Bundling").
const RULES = [
  ...request.rules,
  { type: "Text", globs: ["**/*.txt", "**/*.html", "**/*.sql"] },
  { type: "Data", globs: ["**/*.bin"] },
  { type: "CompiledWasm", globs: ["**/*.wasm"] },
];
const ruleFor = (file) => RULES.find(({ globs }) => globs.some((glob) => matchesGlob(file, glob)))?.type;

const bytesFrom = (base64) =>
  `const text = atob(${JSON.stringify(base64)}); const bytes = new Uint8Array(text.length);\n` +
  "for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);\n";

/** Modules that are no JavaScript. */
const otherModules = {
  name: "module rules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.slice(0, -7)) }));
    build.onLoad({ filter: /.*/ }, async ({ path }) => {
      const type = ruleFor(relative(folder, path));
      if (type === "Text") return { contents: await readFile(path, "utf8"), loader: "text" };
      if (type !== "Data" && type !== "CompiledWasm") return undefined;
      const bytes = bytesFrom((await readFile(path)).toString("base64"));
      const value = type === "Data" ? "bytes.buffer" : "new WebAssembly.Module(bytes)";
      return { contents: `${bytes}export default ${value};\n`, loader: "js" };
    });
  },
};

/** What another tool makes in place of such an import. The code that is used without it runs; the use of one is an error. */
const MADE_ELSEWHERE = /^(virtual:|@remix-run\/dev\/server-build$|#tanstack-)/;
const madeElsewhere = {
  name: "modules of other build tools",
  setup(build) {
    build.onResolve({ filter: /^__STATIC_CONTENT_MANIFEST$/ }, ({ path }) => ({ path, namespace: "made elsewhere" }));
    build.onResolve({ filter: MADE_ELSEWHERE }, async ({ path, pluginData, ...how }) => {
      if (pluginData === madeElsewhere || request.alias[path]) return undefined;
      const found = await build.resolve(path, { ...how, pluginData: madeElsewhere });
      return found.errors.length > 0 ? { path, namespace: "made elsewhere" } : found;
    });
    build.onLoad({ filter: /.*/, namespace: "made elsewhere" }, ({ path }) => ({
      contents: path === "__STATIC_CONTENT_MANIFEST" ? 'export default "{}";\n' : thrower(path),
      loader: "js",
    }));
  },
};
const thrower = (path) => `const used = () => {
  throw new Error(${JSON.stringify(`the module "${path}" is made by the project's own build tool: run its build, and name the configuration that it writes`)});
};
const all = new Proxy(function () {}, { get: (target, name) => (typeof name === "symbol" || name === "__esModule" || name === "then" ? undefined : used()) });
module.exports = Object.create(all);
`;

const BROWSER = "clients and checks run as in a browser, without Node's modules: import what the package has for browsers";

function problemOf({ text, location, notes }) {
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  const isPackage = missing !== undefined && !/^[./#]|:/.test(missing);
  const install = isPackage ? `npm install ${missing.split("/").slice(0, missing.startsWith("@") ? 2 : 1).join("/")}` : "";
  const remedy = missing !== undefined && isBuiltin(missing) ? (isScript ? BROWSER : builtinRemedy(missing, request.node.mode)) : install;
  return {
    file: location ? join(request.shown, location.file) : request.shown,
    line: location?.line ?? 0,
    column: location ? location.column + 1 : 0,
    message: text,
    remedy: remedy || notes.map((note) => note.text).join("; "),
  };
}

/** What was read, and the files beside and above it, there or not, that say how it is found and read. */
function everythingThatCounts(read) {
  const all = new Set(read);
  for (const file of read)
    for (let dir = dirname(file); ; dir = dirname(dir)) {
      for (const name of ["package.json", "tsconfig.json", "jsconfig.json"]) all.add(join(dir, name));
      if (dir === "." || dir.endsWith("..")) break;
    }
  return [...all];
}

const bundle = (globals) =>
  build({
    absWorkingDir: folder,
    entryPoints: [request.main],
    outfile: "bundle.js",
    write: false,
    bundle: true,
    format: isScript ? "iife" : "esm",
    ...(isScript && { globalName: "__module", footer: { js: "__module;" } }),
    target: "es2024", // lowers decorators and whatever else the runtime's V8 does not know
    conditions: isScript ? ["browser"] : ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    external: isScript ? [] : ["cloudflare:*", "workerd:*"],
    loader: { ".js": "jsx", ".mjs": "jsx", ".cjs": "jsx" },
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    alias: request.alias,
    define: {
      "process.env.NODE_ENV": '"production"',
      ...(!isScript && { "navigator.userAgent": '"Cloudflare-Workers"' }),
      ...request.define,
    },
    ...(request.tsconfig && { tsconfig: join(folder, request.tsconfig) }),
    ...(request.jsxFactory && { jsxFactory: request.jsxFactory }),
    ...(request.jsxFragment && { jsxFragment: request.jsxFragment }),
    plugins: [otherModules, madeElsewhere, nodeModules({ ...request.node, kept: request.keepNodeImports }, globals)],
  });
const textOf = ({ outputFiles }, suffix) => outputFiles.find(({ path }) => path.endsWith(suffix)).text;

try {
  let made = await bundle([]);
  const globals = request.keepNodeImports ? [] : globalsNamedIn(textOf(made, "bundle.js"), request.node);
  if (globals.length > 0) made = await bundle(globals);
  const { metafile } = made;
  const absent = request.keepNodeImports ? [] : absentModules(metafile, { folder, mode: request.node.mode });
  if (isScript) for (const problem of absent) problem.notes = [{ text: BROWSER }];
  if (absent.length > 0) throw Object.assign(new Error(), { errors: absent });
  const inputs = everythingThatCounts(Object.keys(metafile.inputs).filter(isUsers));
  const [code, map] = [textOf(made, "bundle.js"), textOf(made, "bundle.js.map")];
  send(END, { ...(request.instrument ? instrument(code, map) : { code, map }), inputs });
} catch (error) {
  if (!Array.isArray(error.errors)) throw error;
  send(BAD_INPUT, error.errors.map(problemOf));
}

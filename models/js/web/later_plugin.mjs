// `import load from "later:./later/streams.js"`: what the context holds of that file is one function that nobody has
// called. load() gives what the file exports, and makes it at the first call; `made` says whether somebody has. With the
// file go all that it imports from its own folder and below, and libraries; what it imports from elsewhere is the
// context's own. A bundler's ways to wait with a module hoist its functions, which every context would then have to make.
import { dirname, resolve, sep } from "node:path";
import { parse } from "acorn";
import { build } from "esbuild";

/// The module as text, and what it imports from outside of its folder left as it stands, by absolute paths.
async function joined(path, options) {
  const inside = dirname(path) + sep;
  const outside = {
    name: "what the context has",
    setup(building) {
      building.onResolve({ filter: /^(later:)?\.{0,2}\// }, ({ path: asked, resolveDir, kind }) => {
        if (kind === "entry-point") return undefined;
        const target = resolve(resolveDir, asked.replace(/^later:/, ""));
        if (asked.startsWith("later:")) return { path: `later:${target}`, external: true };
        const library = resolveDir.includes(`${sep}node_modules${sep}`);
        return library || target.startsWith(inside) ? undefined : { path: target, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    ...options, entryPoints: [path], plugins: [outside, ...options.plugins], format: "esm", write: false,
  });
  return outputFiles[0].text;
}

/// The text of a module as that of one that makes its exports when load() is called.
function waiting(text) {
  let imports = "";
  let body = "";
  const names = [];
  for (const node of parse(text, { ecmaVersion: "latest", sourceType: "module" }).body) {
    const piece = text.slice(node.start, node.end);
    if (node.type === "ImportDeclaration") imports += `${piece}\n`;
    else if (node.type === "ExportNamedDeclaration" && node.declaration === null && node.source === null) {
      for (const { local, exported } of node.specifiers) names.push(`${exported.name}: ${local.name}`);
    } else if (node.type.startsWith("Export")) throw new Error(`later: an export of this kind is not known: ${piece}`);
    else body += `${piece}\n`;
  }
  return `${imports}
    let exports;
    const make = () => {\n${body}\nreturn { ${names.join(", ")} };\n};
    export const made = () => exports;
    export default () => {
      if (exports !== undefined) return exports;
      exports = {}; // what the file asks for of itself is not there yet
      try {
        exports = make();
      } catch (error) {
        exports = undefined;
        throw error;
      }
      return exports;
    };`;
}

/// For a bundle that is built with `options`.
export const later = (options) => ({
  name: "later",
  setup(building) {
    building.onResolve({ filter: /^later:/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace("later:", "")), namespace: "later",
    }));
    building.onLoad({ filter: /./, namespace: "later" }, async ({ path }) => ({
      contents: waiting(await joined(path, options)), loader: "js", resolveDir: dirname(path),
    }));
  },
});

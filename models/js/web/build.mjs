// Bundles an entry with the web types into one classic script: node build.mjs ENTRY OUTPUT
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// The table by which hosts outside of ASCII are written is 20,000 objects, which every start would read from the snapshot
// and few rooms need: it stays text until somebody looks into it.
const tableAsText = {
  name: "table as text",
  setup(build) {
    build.onLoad({ filter: /tr46\/lib\/mappingTable\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, "utf8")));
      return {
        loader: "js",
        contents: `let table;\nconst text = ${JSON.stringify(text)};\n` +
          "module.exports = new Proxy([], { get: (target, name) => (table ??= JSON.parse(text))[name] });\n",
      };
    });
  },
};

/// Writes `output`; the same sources give the same bytes, wherever they lie.
export async function bundle(entry, output) {
  await build({
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "chrome140", // V8 14
    keepNames: true,
    legalComments: "none",
    // The snapshot holds the source, and every start reads the snapshot: no layout, and one byte a character.
    minifyWhitespace: true,
    charset: "ascii",
    logLevel: "warning",
    alias: {
      // whatwg-url asks for the tables of legacy multi-byte encodings, 200 KB that no URL here needs.
      "@exodus/bytes/encoding.js": "@exodus/bytes/encoding-lite.js",
    },
    plugins: [tableAsText],
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  });
  // Classes must keep their names; naming each arrow function anew, whenever it is made, costs a call to the host many
  // times what the arrow does. Arrows have no prototype. What has its name already is left as it is: a function
  // whose name is defined anew has a map and a dictionary of its own, and one whose prototype was looked at has that
  // one, too; every context would have to make all of them.
  const text = await readFile(output, "utf8");
  const named = "__defProp(target,\"name\",{value,configurable:true})";
  if (text.split(named).length !== 2) throw new Error("esbuild's helper __name has changed: look at build.mjs");
  await writeFile(output, text.replace(named, `target.name===value||target.prototype===undefined?target:${named}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [entry, output] = process.argv.slice(2);
  if (!output) {
    console.error("usage: node build.mjs ENTRY OUTPUT");
    process.exit(2);
  }
  const { resolve } = await import("node:path");
  await bundle(resolve(entry), resolve(output));
}

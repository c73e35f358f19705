// Bundles an entry with the web types into one classic script: node build.mjs ENTRY OUTPUT
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { later } from "./later_plugin.mjs";

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
  const options = {
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "chrome140", // V8 14
    keepNames: true,
    legalComments: "none",
    charset: "ascii",
    logLevel: "warning",
    alias: {
      // whatwg-url asks for the tables of legacy multi-byte encodings, 200 KB that no URL here needs.
      "@exodus/bytes/encoding.js": "@exodus/bytes/encoding-lite.js",
    },
    // Libraries ask whether these are V8's own, which it has not.
    define: { "globalThis.TextDecoder": "undefined", "globalThis.TextEncoder": "undefined" },
    plugins: [tableAsText],
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  };
  await build({
    ...options,
    entryPoints: [entry],
    outfile: output,
    format: "iife",
    // The snapshot holds the source, and every start reads the snapshot: no layout, and one byte a character.
    minifyWhitespace: true,
    plugins: [later(options), tableAsText],
  });
  // Classes must keep their names. A function whose name is defined anew has a map, a dictionary and a prototype of its
  // own, and every context would have to make all of them: functions keep the name that the bundle gives them, and what
  // code can see of them gets its name where it is installed (expose.js).
  const text = await readFile(output, "utf8");
  const named = /__defProp\d*\(target,"name",\{value,configurable:true\}\)/g;
  if (!named.test(text)) throw new Error("esbuild's helper __name has changed: look at build.mjs");
  const isNoClass = '!Object.hasOwn(target,"prototype")||!/^class/.test(target)';
  await writeFile(output, text.replace(named, `target.name===value||${isNoClass}?target:$&`));
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

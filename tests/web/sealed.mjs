// Loads the bundled web types into a fresh context that has nothing else, with a host whose clock the test sets.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { fileURLToPath } from "node:url";
import { bundle } from "../../models/js/web/build.mjs";

process.env.TZ = "UTC"; // as the engine sets it

let script;
async function compiled() {
  if (script) return script;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "web-types-"));
  const output = path.join(folder, "web.js");
  await bundle(fileURLToPath(new URL("entry.js", import.meta.url)), output);
  script = new vm.Script(fs.readFileSync(output, "utf8"), { filename: "web.js" });
  fs.rmSync(folder, { recursive: true });
  return script;
}

/// {run(functionOrText) in the context, web: what the glue gets, host: the functions, lines: [[level, text]], uncaught}
export async function sealed() {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  (await compiled()).runInContext(context);
  const lines = [];
  const uncaught = [];
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  let web;
  const host = {
    now: () => 1785542400000, // 2026-08-01T00:00:00Z
    random,
    random_bytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(random() * 256)).buffer,
    console: (level, text) => lines.push([level, text]),
    report_uncaught: (error) => uncaught.push(error),
    serialize(value) {
      const serializer = new v8.Serializer();
      serializer._getDataCloneError = Error;
      try {
        serializer.writeHeader();
        serializer.writeValue(value);
      } catch (e) {
        throw web.dataCloneError(e.message);
      }
      return serializer.releaseBuffer();
    },
    deserialize(bytes) {
      const deserializer = new v8.Deserializer(bytes);
      deserializer.readHeader();
      return deserializer.readValue();
    },
  };
  web = vm.runInContext("globalThis.__dormouse.install", context)(host);
  const run = (code) => vm.runInContext(typeof code === "function" ? `(${code})()` : code, context);
  return { run, web, host, lines, uncaught, context };
}

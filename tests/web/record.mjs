// Asks the production runtime every case that has no recorded answer yet, and adds the answers to recorded.json:
// node tests/web/record.mjs
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { prepare } from "../../tools/workerd/runtime.mjs";
import { cases } from "./cases.mjs";
import { fixtures } from "./fixtures.mjs";
import { ask, show } from "./show.mjs";

const file = new URL("recorded.json", import.meta.url);
const recorded = JSON.parse(fs.readFileSync(file, "utf8"));
const missing = Object.keys(cases).filter((name) => !(name in recorded));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "web-cases-"));
const worker = path.join(folder, "worker.js");
fs.writeFileSync(worker, `${show}\n${ask}\n${fixtures}\nconst cases = {${missing.map((name) => `${JSON.stringify(name)}: ${cases[name]}`).join(",\n")}};
export class Room {}
export default {
  async fetch(request) { return Response.json(await ask(cases[decodeURIComponent(new URL(request.url).pathname.slice(1))])); },
};`);
const runtime = await prepare({ worker, date: "2026-08-01" });
await runtime.start();
for (const name of missing) {
  const url = `http://127.0.0.1:${runtime.port}/${encodeURIComponent(name)}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).then((response) => response.json(), String);
  if (typeof answer === "string") console.error(`${name}: no answer (${answer})`);
  else recorded[name] = answer;
}
await runtime.remove();
fs.rmSync(folder, { recursive: true });
const ordered = Object.keys(cases).filter((name) => name in recorded);
fs.writeFileSync(file, `{\n${ordered.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(recorded[name])}`).join(",\n")}\n}\n`);

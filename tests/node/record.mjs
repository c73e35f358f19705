// Asks the production runtime every case and writes its answers to recorded.json: node tests/node/record.mjs
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { prepare } from "../../tools/workerd/runtime.mjs";
import { ask, show } from "../web/show.mjs";
import { workerOf } from "./cases.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "node-cases-"));
const worker = path.join(folder, "worker.js");
fs.writeFileSync(worker, workerOf(show, ask));
const runtime = await prepare({ worker, date: "2026-08-01", flags: ["nodejs_compat"], onLine: console.error });
await runtime.start();
const answers = await fetch(`http://127.0.0.1:${runtime.port}/`, { signal: AbortSignal.timeout(20_000) }).then((response) => response.json());
await runtime.remove();
fs.rmSync(folder, { recursive: true });
const lines = Object.entries(answers).map(([name, answer]) => `${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
fs.writeFileSync(new URL("recorded.json", import.meta.url), `{\n${lines.join(",\n")}\n}\n`);

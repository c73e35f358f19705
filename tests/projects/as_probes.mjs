// Makes probes (tests/conformance/README.md) of the projects that have steps: as_probes.mjs FOLDER. Their workers are the
// bundles that Dormouse itself runs.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const folder = path.resolve(process.argv[2]);

function bundleOf(project, flags) {
  const request = { folder: project, shown: project, main: "./src/index.ts", alias: {}, define: {}, rules: [], tsconfig: "",
    jsxFactory: "", jsxFragment: "", node: { mode: flags.includes("nodejs_compat") ? "v2" : "none", processEnv: true } };
  const { output, stderr } = spawnSync(process.execPath, [path.join(here, "../../models/worker/bundle.mjs")],
    { input: JSON.stringify(request), stdio: ["pipe", "pipe", "pipe", "pipe"], maxBuffer: 1 << 28 });
  const answer = output[3].length > 8 ? JSON.parse(output[3].subarray(8)) : undefined;
  if (!answer?.code) throw new Error(`${project}: ${JSON.stringify(answer) ?? stderr}`);
  return answer.code;
}

for (const name of fs.readdirSync(here)) {
  const steps = path.join(here, name, "steps.json");
  if (!fs.existsSync(steps)) continue;
  const probe = path.join(folder, "probes", name);
  fs.mkdirSync(probe, { recursive: true });
  fs.copyFileSync(steps, path.join(probe, "steps.json"));
  const { compatibilityFlags = [] } = JSON.parse(fs.readFileSync(steps, "utf8"));
  fs.writeFileSync(path.join(probe, "worker.js"), bundleOf(path.join(here, name), compatibilityFlags));
}

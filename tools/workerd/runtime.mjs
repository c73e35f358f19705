// Starts the production runtime (npm `workerd`, a devDependency) on a Worker with Durable Objects, on loopback.
import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const NODE_MODULES = path.join(HERE, "../../node_modules");
const running = new Set();
process.on("exit", () => { for (const child of running) child.kill("SIGKILL"); });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(3));

/** Version and path of the installed runtime; says what to do when it is absent. */
export async function installed() {
  const platform = { x64: "workerd-linux-64", arm64: "workerd-linux-arm64" }[process.arch];
  try {
    const { version } = JSON.parse(await readFile(path.join(NODE_MODULES, "workerd/package.json"), "utf8"));
    return { version, program: path.join(NODE_MODULES, "@cloudflare", platform, "bin/workerd") };
  } catch {
    throw new Error("the npm package workerd is not installed: tools/setup.sh --conformance");
  }
}

const quoted = (text) => JSON.stringify(String(text));

const HELPERS = "2026-08-01"; // compatibility date of what is not recorded

function configuration({ folder, modules, classes, sql, preventEviction, date, flags, upstreams, cache, scheduled }) {
  const namespaces = [...new Set(Object.values(classes))].map((name) =>
    `(className = ${quoted(name)}, uniqueKey = ${quoted(`oracle-${name}`)}, enableSql = ${sql}, preventEviction = ${preventEviction})`);
  const self = scheduled ? ['(name = "__self", service = "main")'] : [];
  const bindings = Object.entries(classes).map(([binding, name]) =>
    `(name = ${quoted(binding)}, durableObjectNamespace = ${quoted(name)})`).concat(self);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
${upstreams ? '    (name = "outside", worker = .outside),\n' : ""}${cache ? '    (name = "cache", worker = .cache),\n' : ""}    (name = "disk", disk = (path = ${quoted(path.join(folder, "storage"))}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (cfBlobHeader = "CF-Blob"), service = "main")],
);
${upstreams ? `const outside :Workerd.Worker = (
  modules = [(name = "upstreams.js", esModule = embed "upstreams.js"), (name = "upstreams.json", json = embed "upstreams.json")],
  compatibilityDate = ${quoted(HELPERS)},
);
` : ""}${cache ? `const cache :Workerd.Worker = (
  modules = [(name = "cache.js", esModule = embed "cache.js")],
  compatibilityDate = ${quoted(HELPERS)},
);
` : ""}const main :Workerd.Worker = (
  modules = [${modules.map((name) => `(name = ${quoted(name)}, esModule = embed ${quoted(name)})`).join(", ")}],
  compatibilityDate = ${quoted(date)},
  compatibilityFlags = [${flags.map(quoted).join(", ")}],
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [${bindings.join(", ")}],
${upstreams ? '  globalOutbound = "outside",\n' : ""}${cache ? '  cacheApiOutbound = "cache",\n' : ""});
`;
}

function eachLine(stream, take) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (data) => {
    const lines = (rest + data).split("\n");
    rest = lines.pop();
    lines.forEach(take);
  });
}

/**
 * A runtime with a folder of its own. `worker` is the file of the user's module; `tools/workerd/entry.js` stands before
 * it. `onLine(text)` gets what it prints. `start()` and `stop()` may follow each other: storage stays until `remove()`.
 */
export async function prepare({ worker, classes = { ROOM: "Room" }, sql = true, preventEviction = false, date, flags = [],
  onLine = () => {}, arguments: more = [], upstreams, cache, scheduled }) {
  const { program } = await installed();
  const folder = await mkdtemp(path.join(os.tmpdir(), "dormouse-workerd-"));
  await mkdir(path.join(folder, "storage"));
  await copyFile(path.join(HERE, "entry.js"), path.join(folder, "entry.js"));
  await copyFile(worker, path.join(folder, "worker.js"));
  for (const helper of ["upstreams.js", "cache.js"]) await copyFile(path.join(HERE, helper), path.join(folder, helper));
  if (upstreams) await writeFile(path.join(folder, "upstreams.json"), JSON.stringify(upstreams));
  await writeFile(path.join(folder, "config.capnp"), configuration({
    folder, modules: ["entry.js", "worker.js"], classes, sql, preventEviction, date, upstreams, cache, scheduled,
    flags: [...flags, "unsafe_module", ...(scheduled ? ["service_binding_extra_handlers"] : [])] }));
  const runtime = {
    folder,
    port: 0,
    async start() {
      const child = spawn(program, ["serve", "--experimental", "--control-fd=3", ...more, path.join(folder, "config.capnp")],
        { stdio: ["ignore", "pipe", "pipe", "pipe"] });
      running.add(child);
      const said = [];
      const line = (text) => { if (said.length < 20) said.push(text); onLine(text); };
      eachLine(child.stdout, line);
      eachLine(child.stderr, line);
      const gone = new Promise((resolve) => child.on("exit", resolve)).then(() => running.delete(child));
      runtime.stop = async (signal = "SIGKILL") => { child.kill(signal); await gone; };
      runtime.pid = child.pid;
      runtime.port = await new Promise((resolve, reject) => {
        eachLine(child.stdio[3], (text) => {
          const message = JSON.parse(text);
          if (message.event === "listen") resolve(message.port);
        });
        child.on("exit", (code, by) => reject(new Error(`workerd ended (${code ?? by}): ${said.join("\n")}`)));
        child.on("error", reject);
      });
    },
    async stop() {},
    async remove() {
      await runtime.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return runtime;
}

// node:process and the global `process`: what the vendor's runtime shows of one (recorded: tests/node), with no machine behind it.
import { env as bindings } from "cloudflare:workers";
import { Buffer } from "node:buffer";
import EventEmitter from "node:events";

const VERSION = "22.23.4";
const began = Date.now();

const isPlain = (value) => typeof value !== "object" || value === null || [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));

/** Text and JSON that the configuration binds are the environment, from a compatibility date on (recorded). */
function environment() {
  const values = {};
  if (__dormouse_process_env)
    for (const [name, value] of Object.entries(bindings ?? {})) {
      if (isPlain(value)) values[name] = typeof value === "string" ? value : JSON.stringify(value);
    }
  const text = (value) => `${value}`;
  return new Proxy(values, {
    set: (target, name, value) => Reflect.set(target, name, text(value)),
    defineProperty: (target, name, property) => Reflect.defineProperty(target, name, "value" in property ? { ...property, value: text(property.value) } : property),
  });
}

function output(fd, log) {
  let rest = "";
  return {
    fd,
    writable: true,
    write(chunk, ...more) {
      const lines = (rest + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())).split("\n");
      rest = lines.pop();
      for (const line of lines) log(line);
      const done = more.at(-1);
      if (typeof done === "function") queueMicrotask(done);
      return true;
    },
  };
}

const hrtime = (before = [0, 0]) => {
  const ms = Date.now() - before[0] * 1000 - before[1] / 1e6;
  return [Math.floor(ms / 1000), Math.round((ms - Math.floor(ms / 1000) * 1000) * 1e6)];
};
hrtime.bigint = () => BigInt(Date.now()) * 1000000n;

const zero = () => 0;
class Process extends EventEmitter {}
Process.prototype[Symbol.toStringTag] = "process";

export default Object.assign(new Process(), {
  env: environment(),
  version: `v${VERSION}`,
  versions: { node: VERSION, v8: "14.6.202" },
  release: { name: "node" },
  title: "workerd", argv: ["workerd"], argv0: "workerd", execArgv: [], execPath: "", arch: "x64", platform: "linux",
  config: { target_defaults: {}, variables: {} }, pid: 1, ppid: 0, exitCode: undefined, connected: false, debugPort: 0,
  features: { inspector: false, ipv6: true, require_module: false, typescript: false },
  getuid: zero, getgid: zero, geteuid: zero, getegid: zero, getgroups: () => [],
  allowedNodeEnvironmentFlags: new Set(), noDeprecation: false, throwDeprecation: false, traceDeprecation: false,
  stdout: output(1, (line) => console.log(line)),
  stderr: output(2, (line) => console.error(line)),
  hrtime,
  nextTick: (callback, ...args) => {
    queueMicrotask(() => callback(...args));
  },
  emitWarning(warning, type, code) {
    const name = typeof type === "string" ? type : (type?.type ?? "Warning");
    console.warn(`${name}: ${code ? `[${code}] ` : ""}${warning?.message ?? warning}`);
  },
  cwd: () => "/bundle",
  umask: () => 18,
  uptime: () => (Date.now() - began) / 1000,
  memoryUsage: Object.assign(() => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }), { rss: zero }),
  availableMemory: zero, constrainedMemory: zero, cpuUsage: () => ({ user: 0, system: 0 }),
  ref() {}, unref() {},
  exit(code) {
    throw new Error(`process.exit(${code ?? ""}) is not modelled by Dormouse: a Worker has no process to end`);
  },
});

// node:os: the machine that the vendor's runtime shows, which is none.
import { constants } from "unenv/node/os";

const zero = () => 0;
const nothing = () => [];

export default {
  EOL: "\n", constants, devNull: "/dev/null",
  arch: () => "x64", availableParallelism: () => 1, cpus: nothing, endianness: () => "LE", freemem: zero, getPriority: zero,
  homedir: () => "/tmp/", hostname: () => "localhost", loadavg: () => [0, 0, 0], machine: () => "x86_64",
  networkInterfaces: () => ({}), platform: () => "linux", release: () => "", tmpdir: () => "/tmp/", totalmem: zero,
  type: () => "Linux", uptime: zero, version: () => "",
};

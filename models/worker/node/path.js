// node:path: the package `path-browserify`, Node's POSIX half.
import posix from "path-browserify";

const cwd = "/";
const resolve = (...parts) => posix.normalize(["/", cwd, ...parts].reduce((whole, part) => {
  if (typeof part !== "string") posix.isAbsolute(part); // throws as Node does
  return part.startsWith("/") ? part : `${whole}/${part}`;
})).replace(/(.)\/$/, "$1");

const path = { ...posix, resolve, relative: (from, to) => posix.relative(resolve(from), resolve(to)), toNamespacedPath: (name) => name };
path.posix = path;
delete path.win32;
export default path;

// node:stream: the package `readable-stream`, Node's own streams for elsewhere.
import library from "readable-stream/lib/stream.js";
export default library;

// JSON.stringify() of a stub shows what is the stub's own, though `toJSON` is the name of a method of its object like any
// other (recorded: stub-requests, rpc-reserved): it is JSON.stringify() that calls it with a key alone.

import { nodeOf, setNode } from "./nodes.js";

/** The stub's method toJSON. */
export function jsonMethod(method, stub) {
  const apply = (target, self, args) =>
    args.length === 1 && typeof args[0] === "string" ? { ...stub } : Reflect.apply(target, self, args);
  const object = new Proxy(method, { apply });
  setNode(object, nodeOf(method));
  return object;
}

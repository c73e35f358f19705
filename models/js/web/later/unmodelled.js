// Names that the runtime has and the simulation does not model: feature detection works, use is a named error.
import { NotModelledError } from "../errors.js";

const kClasses = {
  HTMLRewriter: "Serve the page as it is.", EventSource: "Use a WebSocket of a Durable Object room.",
  Cache: "Keep the value in storage.", CacheStorage: "Keep the value in storage.",
};

function refusing(name, instead) {
  const Class = {
    [name]: class {
      constructor() { throw new NotModelledError(name, instead); }
    },
  }[name];
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  return Class;
}

function refusingMethods(Class, names, label) {
  const object = Object.create(Class.prototype);
  for (const name of names) {
    const method = {
      async [name]() { throw new NotModelledError(`${label}.${name}()`, "Keep the value in storage."); },
    }[name];
    Object.defineProperty(object, name, { value: method, configurable: true });
  }
  return object;
}

export const [HTMLRewriter, EventSource, Cache, CacheStorage] = Object.entries(kClasses).map((one) => refusing(...one));
export const caches = refusingMethods(CacheStorage, ["open", "match", "has", "delete", "keys"], "caches");
const cache = refusingMethods(Cache, ["match", "put", "delete"], "caches.default");
Object.defineProperty(caches, "default", { value: cache, enumerable: true });
export async function fetch(input) {
  const url = typeof input === "object" && input !== null && "url" in input ? input.url : `${input}`;
  throw new NotModelledError(`fetch("${url}") to the outside`, "Call a Durable Object stub's fetch() instead.");
}

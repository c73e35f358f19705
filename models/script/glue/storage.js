// localStorage, which a client keeps from one session to the next, and sessionStorage, which ends with a session.

const kMostCharacters = 5 * 1024 * 1024; // as browsers have it
const contents = new WeakMap();

class Storage {
  constructor() { throw new TypeError("Illegal constructor"); }
  get length() { return contents.get(this).size; }
  key(index) { return [...contents.get(this).keys()][index] ?? null; }
  getItem(name) { return contents.get(this).get(`${name}`) ?? null; }
  setItem(name, value) {
    const pairs = contents.get(this);
    let size = `${name}`.length + `${value}`.length;
    for (const [key, kept] of pairs) if (key !== `${name}`) size += key.length + kept.length;
    if (size > kMostCharacters) throw new DOMException("Setting the value exceeded the quota.", "QuotaExceededError");
    pairs.set(`${name}`, `${value}`);
  }
  removeItem(name) { contents.get(this).delete(`${name}`); }
  clear() { contents.get(this).clear(); }
}

/** Named properties are items, too: storage.token = "x". */
function storageOf(pairs) {
  const target = Object.create(Storage.prototype);
  const proxy = new Proxy(target, {
    get: (object, name) => {
      if (typeof name !== "string" || name in Storage.prototype) {
        return Reflect.get(object, name, proxy);
      }
      return pairs.get(name);
    },
    set: (object, name, value) => { object.setItem.call(proxy, name, value); return true; },
    has: (object, name) => pairs.has(name) || name in object,
    deleteProperty: (object, name) => { pairs.delete(name); return true; },
    ownKeys: () => [...pairs.keys()],
    getOwnPropertyDescriptor: (object, name) =>
      pairs.has(name) ? { value: pairs.get(name), writable: true, enumerable: true, configurable: true } : undefined,
  });
  contents.set(proxy, pairs);
  return proxy;
}

let local = new Map();

/** What the client kept in its sessions before, as JSON. */
export function restore(kept) {
  local = new Map(JSON.parse(kept));
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: true });
  define("localStorage", storageOf(local));
  define("sessionStorage", storageOf(new Map()));
}
export const kept = () => JSON.stringify([...local]);

Object.defineProperty(globalThis, "Storage", { value: Storage, writable: true, configurable: true });

import { expose } from "../expose.js";

let making = false;

/// Its own visible properties are for reading; what crypto.subtle goes by is kept apart.
export class CryptoKey {
  #kept;
  constructor(kept) {
    if (!making) throw new TypeError("Illegal constructor");
    this.#kept = kept;
  }
  static internals = {
    is: (v) => typeof v === "object" && v !== null && #kept in v,
    kept: (key) => key.#kept,
  };
}
const { is: isCryptoKey, kept: keptOf } = CryptoKey.internals;
delete CryptoKey.internals;
expose(CryptoKey, { brand: isCryptoKey });
export { isCryptoKey, keptOf };

const copyOf = (algorithm) => {
  const copy = { ...algorithm };
  if (copy.hash !== undefined) copy.hash = { name: copy.hash };
  if (copy.publicExponent !== undefined) copy.publicExponent = copy.publicExponent.slice();
  return copy;
};

/**
 * algorithm: {name, length?, hash?, namedCurve?, modulusLength?, publicExponent?} in the order in which it is shown,
 * with the hash by its name. data: the bytes of a secret, PKCS #8 of a private key, SubjectPublicKeyInfo of a public one.
 */
export function makeKey({ type, extractable, algorithm, usages, data }) {
  making = true;
  let key;
  try {
    key = new CryptoKey({ type, extractable, algorithm, usages, data });
  } finally {
    making = false;
  }
  const shown = { usages: [...usages], algorithm: copyOf(algorithm), extractable, type };
  for (const [name, value] of Object.entries(shown)) {
    Object.defineProperty(key, name, { value, writable: false, enumerable: true, configurable: true });
  }
  return key;
}

// crypto.subtle: which algorithm is meant, whether the key may, and the order of things. The work is done at the call.
import { bytesOf, fromUtf8, isBufferSource, utf8 } from "../encoding.js";
import { expose, wrongParameter } from "../expose.js";
import { host, refuseGlobalScope } from "../host.js";
import { aesModes } from "./aes.js";
import { ecdh, ecdsa } from "./curves.js";
import { derivations } from "./derivations.js";
import { curves25519 } from "./edwards.js";
import { hmac } from "./hmac.js";
import { isCryptoKey, keptOf } from "./key.js";
import { dataError, hashNamed, integerOf, invalidAccess, notSupported, requireUsages, uninitialized } from "./refusals.js";
import { rsaAlgorithms } from "./rsa.js";

const algorithms = new Map(
  [aesModes, hmac, derivations, ecdsa, ecdh, curves25519, rsaAlgorithms].flat().map((one) => [one.name.toUpperCase(), one]),
);
let making = false;

/// The algorithm as an object: a name alone is one, too. `type` is the runtime's name of what it takes.
function named(value, type) {
  if (value === undefined || value === null) throw uninitialized(type);
  return typeof value === "object" || typeof value === "function" ? value : { name: value };
}

/// The algorithm that can do this, or the error. kind: "key import", "key generation"
function able(algorithm, operation, kind) {
  const found = algorithms.get(`${algorithm.name}`.toUpperCase());
  if (found?.[operation] !== undefined) return found;
  throw notSupported(`Unrecognized ${kind} algorithm "${algorithm.name}" requested.`);
}

/// The algorithm of a key that may be used like this.
function usable(algorithm, key, usage) {
  const kept = keptOf(key);
  if (`${algorithm.name}`.toUpperCase() !== kept.algorithm.name.toUpperCase()) {
    throw invalidAccess(
      `Requested algorithm "${algorithm.name}" does not match this CryptoKey's algorithm "${kept.algorithm.name}".`,
    );
  }
  if (!kept.usages.includes(usage)) {
    throw invalidAccess(`Requested key usage "${usage}" does not match any usage listed in this CryptoKey.`);
  }
  return algorithms.get(kept.algorithm.name.toUpperCase());
}

function operationOf(found, operation, kept) {
  if (found[operation] === undefined) {
    throw notSupported(`The ${operation} operation is not implemented for "${kept.algorithm.name}".`);
  }
  return found[operation];
}

function imported(format, data, algorithm, extractable, usages) {
  const found = able(algorithm, "import", "key import");
  if (format === "jwk") {
    if (isBufferSource(data)) {
      throw new TypeError('Import data provided for "jwk" import format must be a JsonWebKey.');
    }
  } else if (!isBufferSource(data)) {
    throw new TypeError("Import data provided for buffer-based import formats must be a buffer source.");
  }
  const key = found.import(format, data, algorithm, extractable, usages);
  if (keptOf(key).type !== "public") requireUsages(keptOf(key).usages);
  return key;
}

function exported(format, key) {
  const kept = keptOf(key);
  if (!kept.extractable) throw invalidAccess(`Attempt to export non-extractable ${kept.algorithm.name} key.`);
  return algorithms.get(kept.algorithm.name.toUpperCase()).export(format, kept);
}

function derived(algorithm, key, usage, bits) {
  const found = usable(algorithm, key, usage);
  return operationOf(found, "deriveBits", keptOf(key))(keptOf(key), bits(), algorithm);
}

const bitsOf = (length) => (length === undefined || length === null ? null : integerOf(length));

function derivedKeyBits(algorithm) {
  const found = algorithms.get(`${algorithm.name}`.toUpperCase());
  if (found?.derivedBits !== undefined) return found.derivedBits(algorithm);
  throw notSupported(`Unrecognized derived key type "${algorithm.name}" requested.`);
}

/// Text of a JSON Web Key to wrap; AES-KW takes whole blocks only.
function jwkText(jwk, wrapping) {
  const text = utf8(JSON.stringify(jwk));
  const short = `${wrapping.name}`.toUpperCase() === "AES-KW" ? (8 - (text.length % 8)) % 8 : 0;
  const padded = new Uint8Array(text.length + short).fill(0x20);
  padded.set(text);
  return padded;
}

function parsedJwk(bytes) {
  try {
    return JSON.parse(fromUtf8(new Uint8Array(bytes)));
  } catch {
    throw dataError("Unwrapped key is not a JSON Web Key.");
  }
}

export class SubtleCrypto {
  #brand;
  constructor() {
    if (!making) throw new TypeError("Illegal constructor");
  }
  digest(algorithm, data) {
    return host.crypto_digest(hashNamed(named(algorithm, "HashAlgorithm")), bytesOf(data));
  }
  encrypt(algorithm, key, data) {
    const how = named(algorithm, "EncryptAlgorithm");
    return operationOf(usable(how, key, "encrypt"), "encrypt", keptOf(key))(keptOf(key), bytesOf(data), how);
  }
  decrypt(algorithm, key, data) {
    const how = named(algorithm, "EncryptAlgorithm");
    return operationOf(usable(how, key, "decrypt"), "decrypt", keptOf(key))(keptOf(key), bytesOf(data), how);
  }
  sign(algorithm, key, data) {
    const how = named(algorithm, "SignAlgorithm");
    return operationOf(usable(how, key, "sign"), "sign", keptOf(key))(keptOf(key), bytesOf(data), how);
  }
  verify(algorithm, key, signature, data) {
    const how = named(algorithm, "SignAlgorithm");
    const verify = operationOf(usable(how, key, "verify"), "verify", keptOf(key));
    return verify(keptOf(key), bytesOf(signature), bytesOf(data), how);
  }
  generateKey(algorithm, extractable, usages) {
    const how = named(algorithm, "GenerateKeyAlgorithm");
    return able(how, "generate", "key generation").generate(how, !!extractable, usages.map(String));
  }
  deriveBits(algorithm, key, length) {
    return derived(named(algorithm, "DeriveKeyAlgorithm"), key, "deriveBits", () => bitsOf(length));
  }
  deriveKey(algorithm, key, forAlgorithm, extractable, usages) {
    const to = named(forAlgorithm, "ImportKeyAlgorithm");
    const secret = derived(named(algorithm, "DeriveKeyAlgorithm"), key, "deriveKey", () => derivedKeyBits(to));
    return imported("raw", secret, to, !!extractable, usages.map(String));
  }
  importKey(format, data, algorithm, extractable, usages) {
    return imported(`${format}`, data, named(algorithm, "ImportKeyAlgorithm"), !!extractable, usages.map(String));
  }
  exportKey(format, key) { return exported(`${format}`, key); }
  wrapKey(format, key, wrappingKey, algorithm) {
    const how = named(algorithm, "EncryptAlgorithm");
    const wrap = operationOf(usable(how, wrappingKey, "wrapKey"), "encrypt", keptOf(wrappingKey));
    const out = exported(`${format}`, key);
    return wrap(keptOf(wrappingKey), out instanceof ArrayBuffer ? new Uint8Array(out) : jwkText(out, how), how);
  }
  unwrapKey(format, wrapped, wrappingKey, unwrapAlgorithm, keyAlgorithm, extractable, usages) {
    const how = named(unwrapAlgorithm, "EncryptAlgorithm");
    const unwrap = operationOf(usable(how, wrappingKey, "unwrapKey"), "decrypt", keptOf(wrappingKey));
    const data = unwrap(keptOf(wrappingKey), bytesOf(wrapped), how);
    const to = named(keyAlgorithm, "ImportKeyAlgorithm");
    return imported(`${format}`, `${format}` === "jwk" ? parsedJwk(data) : data, to, !!extractable, usages.map(String));
  }
  timingSafeEqual(a, b) {
    const [x, y] = [bytesOf(a), bytesOf(b)];
    if (x.length !== y.length) throw new TypeError("Input buffers must have the same byte length.");
    return x.every((byte, i) => byte === y[i]);
  }
  static isSubtle(v) { return typeof v === "object" && v !== null && #brand in v; }
}
const { isSubtle } = SubtleCrypto;
delete SubtleCrypto.isSubtle;

const kParameters = {
  digest: ["string or HashAlgorithm", "BufferSource"],
  encrypt: ["string or EncryptAlgorithm", "CryptoKey", "BufferSource"],
  decrypt: ["string or EncryptAlgorithm", "CryptoKey", "BufferSource"],
  sign: ["string or SignAlgorithm", "CryptoKey", "BufferSource"],
  verify: ["string or SignAlgorithm", "CryptoKey", "BufferSource", "BufferSource"],
  generateKey: ["string or GenerateKeyAlgorithm", "boolean", "Array"],
  deriveBits: ["string or DeriveKeyAlgorithm", "CryptoKey"],
  deriveKey: ["string or DeriveKeyAlgorithm", "CryptoKey", "string or ImportKeyAlgorithm", "boolean", "Array"],
  importKey: ["string", "BufferSource or JsonWebKey", "string or ImportKeyAlgorithm", "boolean", "Array"],
  exportKey: ["string", "CryptoKey"],
  wrapKey: ["string", "CryptoKey", "CryptoKey", "string or EncryptAlgorithm"],
  unwrapKey: [
    "string", "BufferSource", "CryptoKey", "string or EncryptAlgorithm", "string or ImportKeyAlgorithm", "boolean",
    "Array",
  ],
  timingSafeEqual: ["BufferSource", "BufferSource"],
};
const kFits = {
  CryptoKey: isCryptoKey,
  BufferSource: isBufferSource,
  Array: Array.isArray,
  "BufferSource or JsonWebKey": (v) => typeof v === "object" && v !== null,
};

function requireTypes(name, args) {
  kParameters[name].forEach((type, i) => {
    if (i < args.length && !(kFits[type]?.(args[i]) ?? true)) {
      throw wrongParameter(`execute '${name}' on 'SubtleCrypto'`, i + 1, type);
    }
  });
}

expose(SubtleCrypto, { brand: isSubtle, required: kParameters });
for (const name of Object.keys(kParameters)) {
  const property = Object.getOwnPropertyDescriptor(SubtleCrypto.prototype, name);
  const method = property.value;
  const call = (receiver, args) => {
    if (isSubtle(receiver)) requireTypes(name, args);
    return method.apply(receiver, args);
  };
  const later = {
    async [name](...args) {
      refuseGlobalScope();
      const result = call(this, args);
      await undefined; // it comes one turn of the promises after the call (recorded)
      return result;
    },
  };
  const atOnce = { [name](...args) { return call(this, args); } };
  property.value = (name === "timingSafeEqual" ? atOnce : later)[name];
  Object.defineProperty(SubtleCrypto.prototype, name, property);
}

making = true;
export const subtle = new SubtleCrypto();
making = false;

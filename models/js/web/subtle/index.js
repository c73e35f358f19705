export { CryptoKey } from "./key.js";
export { hashNamed } from "./refusals.js";
export { SubtleCrypto, subtle } from "./subtle_crypto.js";

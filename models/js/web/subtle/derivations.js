// PBKDF2 and HKDF: keys that are only derived from.
import { bytesOf } from "../encoding.js";
import { host } from "../host.js";
import { makeKey } from "./key.js";
import {
  bytesIn, done, field, hashIn, integerOf, notSupported, operationError, syntaxError, unknownFormat, usagesAmong,
} from "./refusals.js";

const kDictionary = "DeriveKeyAlgorithm";

function derivation(name, derive) {
  return {
    name,
    import(format, data, algorithm, extractable, usages) {
      const wanted = usagesAmong(usages, ["deriveKey", "deriveBits"], `import secret ${name}`);
      if (extractable) throw syntaxError(`${name} key cannot be extractable.`);
      if (format !== "raw") throw unknownFormat(format);
      const secret = bytesOf(data).slice();
      return makeKey({ type: "secret", extractable, algorithm: { name }, usages: wanted, data: secret });
    },
    derivedBits: () => null,
    deriveBits({ data: secret }, length, algorithm) {
      const hash = hashIn(algorithm);
      const salt = bytesIn(algorithm, "salt", kDictionary);
      return derive(secret, hash, salt, algorithm, () => {
        if (length === null) throw operationError(`${name} cannot derive a key with null length.`);
        if (length % 8 === 0) return length / 8;
        throw operationError(
          `${name} requires a derived key length that is a multiple of eight (requested ${length}).`,
        );
      });
    },
  };
}

const pbkdf2 = derivation("PBKDF2", (password, hash, salt, algorithm, size) => {
  const iterations = integerOf(field(algorithm, "iterations"));
  const bytes = size();
  if (!(iterations > 0)) throw operationError(`PBKDF2 requires a positive iteration count (requested ${iterations}).`);
  const most = host.pbkdf2_most_iterations();
  if (most > 0 && iterations > most) {
    throw notSupported(`Pbkdf2 failed: iteration counts above ${most} are not supported (requested ${iterations}).`);
  }
  return done(host.crypto_pbkdf2(hash, password, salt, iterations, bytes), () =>
    operationError("PBKDF2 deriveBits failed."));
});

const hkdf = derivation("HKDF", (secret, hash, salt, algorithm, size) => {
  const info = bytesIn(algorithm, "info", kDictionary);
  return done(host.crypto_hkdf(hash, secret, salt, info, size()), () => operationError("HKDF deriveBits failed."));
});

export const derivations = [pbkdf2, hkdf];

// node:assert, strict as in the vendor's runtime, whose two faces are one.
import library from "@jspm/core/nodelibs/assert";

const { strict } = library;
const matches = (name, wanted) => (text, pattern, message) => {
  if (pattern.test(text) === wanted) return;
  if (message instanceof Error) throw message;
  throw new library.AssertionError({ message, actual: text, expected: pattern, operator: name, stackStartFn: strict[name] });
};
Object.assign(strict, { match: matches("match", true), doesNotMatch: matches("doesNotMatch", false), strict });
export default strict;

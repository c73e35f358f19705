// The smallest glue that an Engine can start from, for the engine's own tests.
(() => {
  class DOMException extends Error {
    constructor(message, name) {
      super(message);
      Object.defineProperty(this, "name", { value: name, configurable: true });
    }
  }
  globalThis.DOMException = DOMException;
  // What is made when it is looked at.
  let rare;
  let made = 0;
  const later = () => (rare ??= { Rare: class Rare {}, spare: "unused", shown: { made: ++made, promise: Promise.resolve() } });
  globalThis.__dormouse_later("Rare", later);
  globalThis.__dormouse_later("spare", later);
  globalThis.__dormouse_later("shown", later, true);
  globalThis.__dormouse_later("fragile", () => {
    if (!globalThis.mended) throw new RangeError("not yet");
    return { fragile: "whole" };
  });
  globalThis.__dormouse = {
    install(host) {
      globalThis.host = host;
      return {
        call_with_json: (handler, text) => JSON.stringify(handler(JSON.parse(text))),
        host_is_visible: () => globalThis.__dormouse !== undefined,
        throw_from_the_glue: (f) => f(),
      };
    },
  };
})();

// The smallest glue that an Engine can start from, for the engine's own tests.
(() => {
  class DOMException extends Error {
    constructor(message, name) {
      super(message);
      Object.defineProperty(this, "name", { value: name, configurable: true });
    }
  }
  globalThis.DOMException = DOMException;
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

// What the web types share with the glue that joins them to the simulation. Nothing here is called while the startup
// snapshot is made: `host` is empty until install.

/// Functions of the C++ side, by name: now() in ms, random() in [0, 1), random_bytes(n) -> ArrayBuffer,
/// console(level, text), report_uncaught(error), serialize(value) -> ArrayBuffer, deserialize(buffer) -> value.
export const host = {};

/// Classes that the glue defines and the web types must recognise.
export const platform = {
  WebSocket: undefined,
  isServiceStub: () => false,
  pathClass: () => undefined, // of a function that is a name at the other side
};

/// True while a module's top level is evaluated: the runtime then refuses I/O and randomness.
export const scope = { global: false };

export function refuseGlobalScope() {
  if (!scope.global) return;
  throw new Error(
    "Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, " +
      "and generating random values are not allowed within global scope. To fix this error, perform this operation " +
      "within a handler. https://developers.cloudflare.com/workers/runtime-apis/handlers/",
  );
}

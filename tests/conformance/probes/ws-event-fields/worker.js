// The events of an accepted socket: their fields, and how listeners of each form are called.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const fields = (event, ws) => ({
  class: event.constructor.name, text: String(event), type: event.type, trusted: event.isTrusted, bubbles: event.bubbles, cancelable: event.cancelable,
  target: event.target === ws, current: event.currentTarget === ws, src: event.srcElement === ws, phase: event.eventPhase, path: event.composedPath().length,
  stamp: typeof event.timeStamp, code: event.code, reason: event.reason, clean: event.wasClean, origin: event.origin, last: event.lastEventId,
  source: event.source, ports: event.ports?.length, message: event.message,
  data: typeof event.data === "object" && event.data !== null ? Object.prototype.toString.call(event.data) : event.data,
});

export class Room {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    const how = new URL(request.url).searchParams.get("how");
    server.accept();
    log("accepted", { binary: server.binaryType, state: server.readyState, url: server.url, protocol: server.protocol, extensions: server.extensions, buffered: server.bufferedAmount });
    if (how === "buffer") server.binaryType = "arraybuffer";
    if (how === "odd") try { server.binaryType = "odd"; } catch (error) { log("odd", { error: [error.name, error.message] }); }
    server.addEventListener("message", (event) => log("listener", fields(event, server)));
    server.addEventListener("message", function (event) { log("function", { self: this === server, same: event.target === this }); }, { once: true });
    server.addEventListener("message", { handleEvent(event) { log("object", { self: this === server, own: "handleEvent" in this }); } });
    server.onmessage = function (event) { log("onmessage", { self: this === server, none: this === undefined, global: this === globalThis, type: event.type }); };
    server.addEventListener("message", (event) => { if (event.data === "stop") event.stopImmediatePropagation(); });
    server.addEventListener("message", (event) => log("last", { data: typeof event.data }));
    server.addEventListener("close", (event) => log("close", fields(event, server)));
    server.addEventListener("error", (event) => event.error?.retryable || log("error", fields(event, server)));
    server.addEventListener("open", () => log("open"));
    return new Response(null, { status: 101, webSocket: client });
  }
}

// The bundle under test: the web types, and a way in for the tests as the glue has it.
import * as web from "../../models/js/web/index.js";

const timers = new Map();
let last = 0;

function installTimers() {
  web.defineGlobal("setTimeout", (callback, ms = 0, ...args) => {
    timers.set(++last, () => callback(...args));
    web.host.timer(last, Math.max(0, Number(ms) || 0));
    return last;
  }, true);
  web.defineGlobal("clearTimeout", (id) => void timers.delete(id), true);
}

globalThis.__dormouse = {
  install(host) {
    web.installWeb(host);
    if (host.timer) installTimers();
    web.defineGlobal("WebSocket", class WebSocket {});
    web.defineGlobal("WebSocketPair", class WebSocketPair {
      0 = new WebSocket();
      1 = new WebSocket();
    });
    web.platform.WebSocket = WebSocket;
    delete globalThis.__dormouse;
    const fire = (id) => {
      const callback = timers.get(id);
      timers.delete(id);
      callback?.();
    };
    return { ...web, data_clone_error: web.dataCloneError, fire };
  },
};

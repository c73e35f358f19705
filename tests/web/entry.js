// The bundle under test: the web types, and a way in for the tests as the glue has it.
import * as web from "../../models/js/web/index.js";

globalThis.__dormouse = {
  install(host) {
    web.installWeb(host);
    delete globalThis.__dormouse;
    return web;
  },
};

// What the instrumented code of the user counts in and asks: see models/worker/instrument.mjs.

import { host } from "../../js/web/index.js";
import { owner } from "./current.js";

/** The exports of "dormouse:blocks"; the last of the cells holds the call site. */
export function blockCounters(cells) {
  const last = cells.length - 1;
  return {
    counts: cells,
    over: (block) => host.ran_much(block, owner()?.invocation ?? -1),
    at(site, value) {
      cells[last] = site;
      return value;
    },
  };
}

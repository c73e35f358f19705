// Bindings of which little is seen from inside. Words are recorded (tests/bindings).

import { host } from "../../../js/web/index.js";
import { requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

/** ratelimits: counted by whole periods, as the vendor's local runtime does it. */
export class RateLimit {
  #name;
  #simple;
  constructor({ name, namespace_id: id, simple = {} }) {
    this.#name = `limit ${id ?? name}`;
    this.#simple = simple;
  }
  async limit(options) {
    if (options === undefined || options === null || typeof options !== "object")
      throw new Error("invalid rate limit options");
    const { key = "" } = options;
    if (typeof key !== "string") throw new Error(`invalid key: ${key}`);
    const { limit = 10, period = 60 } = this.#simple;
    const owner = requireOwner("limit");
    const ends = (Math.floor(Date.now() / 1000 / period) + 1) * period * 1000 - Date.now();
    const { status } = await waitFor(owner, host.count_up(owner.number, this.#name, key, ends));
    return { success: status <= limit };
  }
}
Object.defineProperty(RateLimit, "name", { value: "Ratelimit" });

/** analytics_engine_datasets: nothing in a Worker can read what is written. */
export class AnalyticsEngineDataset {
  writeDataPoint() {}
}

/** queues.producers: what is sent goes nowhere. */
export class WorkerQueue {
  async send(...args) {
    if (args.length === 0) throw new TypeError("Failed to execute 'send' on 'WorkerQueue': parameter 1 is not of type 'Value'.");
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  }
  async sendBatch(messages) {
    if ([...messages].length === 0) throw new TypeError("sendBatch() requires at least one message");
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  }
}
Object.defineProperty(WorkerQueue.prototype, Symbol.toStringTag, { value: "WorkerQueue", configurable: true });

/** version_metadata: one version, whatever is deployed. */
export const versionMetadata = () => ({
  id: "00000000-0000-4000-8000-000000000001", tag: "", timestamp: "1970-01-01T00:00:00.000Z",
});

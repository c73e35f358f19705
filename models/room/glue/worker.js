// The stateless Worker in front.

import { host } from "../../js/web/index.js";
import { requestFrom, scope } from "../../js/web/index.js";
import { atModuleLevel, during, requireOwner, workerOwner } from "./current.js";
import { assets, environment, setEnvironment } from "./environment.js";
import { describe, describeForCaller } from "./errors.js";
import { exported } from "./exported.js";
import { makeExports, serviceBinding } from "./exports.js";
import { withoutFragment } from "./fetch.js";
import { arrivedBody } from "./messages.js";
import { respond } from "./respond.js";
import { hold } from "./request_holds.js";
import { receive } from "./rpc.js";
import { visitor } from "./visitor.js";

export class ExecutionContext {
  #invocation;
  #exports;
  #waiting;
  constructor(invocation, props = {}, waiting = []) {
    this.#invocation = invocation;
    this.#waiting = waiting;
    this.props = props;
  }
  get exports() {
    return (this.#exports ??= makeExports());
  }
  waitUntil(promise) {
    const invocation = this.#invocation;
    hold(invocation, 1);
    const ended = () => hold(invocation, -1);
    const waited = Promise.resolve(promise);
    this.#waiting.push(waited);
    waited.then(ended, ended);
  }
  passThroughOnException() {}
}

/** waitUntil() of "cloudflare:workers": that of the object or request whose turn it is. */
export function waitUntil(promise) {
  const owner = requireOwner("waitUntil");
  if (owner.number === 0) new ExecutionContext(owner.invocation).waitUntil(promise);
  else owner.state.waitUntil(promise);
}

/** The modules are about to be evaluated; they may look at the bindings already. */
export function begin_loading(bindings) {
  setEnvironment(bindings, serviceBinding);
  atModuleLevel();
  scope.global = true;
}

/** The Worker's module is evaluated: what it exports. */
export function loaded(namespace) {
  scope.global = false;
  Object.assign(exported, namespace);
}

/** "missing", "class" or "other" for each name in a JSON list: how a class that the configuration names is exported. */
export function export_kinds(names) {
  return JSON.stringify(
    JSON.parse(names).map((name) =>
      exported[name] === undefined ? "missing" : typeof exported[name] === "function" ? "class" : "other",
    ),
  );
}

/** What tells a request of the Worker that its client has gone; by request. */
const visitors = new Map();

export function worker_client_gone(invocation) {
  workerOwner.invocation = invocation;
  during(workerOwner, () => visitors.get(invocation)?.());
}

/** What is wrong with an event for which there is no handler (as the local runtime logs it). */
const kNoScheduled =
  "Received a ScheduledEvent but we lack a handler for ScheduledEvents (a.k.a. Cron Triggers). Did you remember to " +
  "export a scheduled() function?";

class ScheduledController {
  constructor(scheduledTime, cron) {
    this.cron = cron;
    this.scheduledTime = scheduledTime;
  }
  noRetry() {}
}
Object.defineProperty(ScheduledController.prototype, Symbol.toStringTag, {
  value: "ScheduledController", configurable: true,
});

/** A cron trigger fired. It failed if scheduled() did, or anything that it waits for (seen on the local runtime; recorded: scheduled). */
export function worker_scheduled(invocation, cron, scheduledTime) {
  workerOwner.invocation = invocation;
  during(workerOwner, async () => {
    hold(invocation, 1);
    const waiting = [];
    const ctx = new ExecutionContext(invocation, {}, waiting);
    const outcomes = [];
    try {
      const main = exported.default;
      const controller = new ScheduledController(scheduledTime, cron);
      const object = typeof main === "function" ? new main(ctx, environment) : main;
      if (typeof object?.scheduled !== "function") throw new Error(kNoScheduled);
      const arguments_ = [controller, typeof main === "function" ? undefined : environment, ctx];
      await object.scheduled(...arguments_);
    } catch (thrown) {
      outcomes.push(describe(thrown));
    }
    for (let i = 0; i < waiting.length; ++i) await waiting[i].catch((thrown) => outcomes.push(describe(thrown)));
    host.worker_scheduled_ended(invocation, ...(outcomes[0] ?? []));
    hold(invocation, -1);
  });
}

/** Calls the entry point's fetch(), with this ctx.props (bytes and extras; undefined: none). */
function handled(request, entry, invocation, props, extras) {
  const found = exported[entry];
  const given = props === undefined ? {} : receive(workerOwner, props, extras, [], []);
  const ctx = new ExecutionContext(invocation, given);
  const object = typeof found === "function" ? new found(ctx, environment) : found;
  if (typeof object?.fetch !== "function") throw new Error("Handler does not export a fetch() function.");
  return typeof found === "function" ? object.fetch(request) : object.fetch(request, environment, ctx);
}

/** A request that the Worker is handling. */
class WorkerRequest {
  constructor(invocation, gone, signal) {
    Object.assign(this, { invocation, gone, signal });
  }
  answered(...parts) {
    host.worker_answered(this.invocation, ...parts);
  }
  /** Through a service binding only its name and message cross (seen on the local runtime). */
  failed(thrown) {
    host.worker_failed(this.invocation, ...describeForCaller(thrown, null));
    this.over();
  }
  over() {
    visitors.delete(this.invocation);
    hold(this.invocation, -1);
  }
}

export function worker_fetch(invocation, method, url, headers, body, cf, entry, props, extras) {
  workerOwner.invocation = invocation;
  during(workerOwner, () => {
    hold(invocation, 1);
    const { signal, gone } = visitor();
    if (signal !== undefined) visitors.set(invocation, gone);
    const handling = new WorkerRequest(invocation, gone, signal);
    try {
      const request = requestFrom(method, withoutFragment(url), headers, arrivedBody(headers, body), cf, signal);
      const front = entry === "default" && assets?.comesFirst(request);
      const result = front ? assets.fetch(request) : handled(request, entry, invocation, props, extras);
      respond(result, handling);
    } catch (thrown) {
      handling.failed(thrown);
    }
  });
}

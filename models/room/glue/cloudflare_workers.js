// The module "cloudflare:workers".

import { NotModelledError } from "../../js/web/index.js";
import { environment } from "./environment.js";
import { owner } from "./current.js";

export class DurableObject {
  constructor(ctx, env) {
    this.ctx = ctx;
    this.env = env;
  }
}

export class WorkerEntrypoint {
  constructor(ctx, env) {
    this.ctx = ctx;
    this.env = env;
  }
}

function notYet(name) {
  return class {
    constructor() {
      throw new NotModelledError(`${name} of "cloudflare:workers"`);
    }
  };
}

export function cloudflareWorkers() {
  return {
    DurableObject,
    WorkerEntrypoint,
    RpcTarget: notYet("RpcTarget"),
    RpcStub: notYet("RpcStub"),
    WorkflowEntrypoint: notYet("WorkflowEntrypoint"),
    env: environment,
    waitUntil(promise) {
      const current = owner();
      if (current?.state) current.state.waitUntil(promise);
      else Promise.resolve(promise).catch(() => {});
    },
  };
}

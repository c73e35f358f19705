// The module "cloudflare:workers".

import { NotModelledError } from "../../js/web/index.js";
import { moduleEnvironment, moduleExports } from "./exports.js";
import { wrongConstructorParameter } from "./errors.js";
import { ServiceStub } from "./namespaces.js";
import { RpcPromise, RpcProperty, RpcStub, RpcTarget } from "./rpc.js";
import { DurableObjectState } from "./state.js";
import { waitUntil } from "./worker.js";

export class DurableObject {
  constructor(ctx, env) {
    if (!(ctx instanceof DurableObjectState))
      throw wrongConstructorParameter("DurableObjectBase", 1, "DurableObjectState");
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
    RpcTarget,
    RpcStub,
    RpcPromise,
    RpcProperty,
    ServiceStub,
    WorkflowEntrypoint: notYet("WorkflowEntrypoint"),
    env: moduleEnvironment,
    exports: moduleExports,
    waitUntil,
  };
}

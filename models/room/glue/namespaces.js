// env.BINDING of a Durable Object class: ids, namespaces, stubs.

import { host } from "../../js/web/index.js";
import { NotModelledError } from "../../js/web/index.js";
import { requestParts, responseFrom } from "../../js/web/index.js";
import { requireOwner } from "./current.js";
import { fromCallee, wrongParameter } from "./errors.js";
import { passedOn } from "./web_socket.js";

let textOf;
const ours = Symbol("DurableObjectId");

export class DurableObjectId {
  #hex;
  static {
    textOf = (id) => id.#hex;
  }
  constructor(mark, hex, name) {
    if (mark !== ours) throw new TypeError("Illegal constructor");
    this.jurisdiction = undefined;
    this.name = name;
    this.#hex = hex;
  }
  toString() {
    return this.#hex;
  }
  equals(other) {
    return other instanceof DurableObjectId && other.#hex === this.#hex;
  }
  get [Symbol.toStringTag]() {
    return "DurableObjectId";
  }
}
export const makeId = (hex, name) => new DurableObjectId(ours, hex, name);

async function throughStub(className, id, input, init) {
  const owner = requireOwner("fetch");
  if (typeof input === "string" && !URL.canParse(input)) throw new TypeError(`Invalid URL: ${input}`);
  const request = new Request(input, init);
  const { method, url, headers, body } = requestParts(request);
  const { invocation } = owner;
  const answer = await new Promise((resolve) => {
    const wait = host.call(
      owner.number,
      className,
      textOf(id),
      id.name,
      method,
      url,
      headers,
      body,
      invocation,
    );
    owner.waits.set(wait, (value) => {
      owner.invocation = invocation;
      resolve(value);
    });
  });
  if (answer.error) throw fromCallee(answer.error.name, answer.error.message, answer.error.flags);
  return responseFrom({ ...answer, webSocket: answer.webSocket === undefined ? null : passedOn(answer.webSocket) });
}

const OWN = new Set(["then", "toJSON", "constructor", "inspect"]);

class DurableObjectStub {
  constructor(className, id) {
    Object.defineProperty(this, "id", { value: id, enumerable: true });
    Object.defineProperty(this, "name", { value: id.name, enumerable: true });
    Object.defineProperty(this, "fetch", { value: (input, init) => throughStub(className, id, input, init) });
    return new Proxy(this, {
      get(target, property, receiver) {
        if (typeof property === "symbol" || property in target || OWN.has(property))
          return Reflect.get(target, property, receiver);
        return () => {
          throw new NotModelledError(`RPC on a stub (${String(property)}())`, `Call the object with stub.fetch().`);
        };
      },
    });
  }
}

export class DurableObjectNamespace {
  #className;
  constructor(className) {
    this.#className = className;
  }
  idFromName(...args) {
    if (args.length === 0) throw wrongParameter("idFromName", "DurableObjectNamespace", 1, "string");
    const name = String(args[0]).toWellFormed();
    return makeId(host.id_from_name(this.#className, name), name);
  }
  newUniqueId() {
    requireOwner("newUniqueId");
    return makeId(host.new_unique_id(this.#className), undefined);
  }
  idFromString(...args) {
    if (args.length === 0) throw wrongParameter("idFromString", "DurableObjectNamespace", 1, "string");
    return makeId(host.id_from_string(this.#className, String(args[0])), undefined);
  }
  get(...args) {
    if (!(args[0] instanceof DurableObjectId))
      throw wrongParameter("get", "DurableObjectNamespace", 1, "DurableObjectId");
    return new DurableObjectStub(this.#className, args[0]);
  }
  getByName(name) {
    return this.get(this.idFromName(name));
  }
  jurisdiction() {
    throw new Error("Jurisdiction restrictions are not implemented in workerd.");
  }
  get [Symbol.toStringTag]() {
    return "DurableObjectNamespace";
  }
}

import { DurableObject } from "cloudflare:workers";
const log = (entry) => console.log("@@" + JSON.stringify(entry));
const shown = (cf) => (cf === undefined ? "<undefined>" : cf);
const error = (e) => ({ name: e.name, message: e.message });

export class Room extends DurableObject {
  fetch(request) {
    log({ ev: "room", path: new URL(request.url).pathname, cf: shown(request.cf) });
    return new Response("room");
  }
}

function attempt(ev, run) {
  try {
    log({ ev, value: shown(run()) });
  } catch (e) {
    log({ ev, error: error(e) });
  }
}

export default {
  async fetch(request, env) {
    const room = env.ROOM.getByName("a");
    log({ ev: "worker", cf: shown(request.cf) });
    await room.fetch(request);
    await room.fetch(new Request("http://x/new", request));
    await room.fetch("http://x/plain");
    await room.fetch(new Request("http://x/replaced", new Request(request, { cf: { mine: 1 } })));
    await room.fetch("http://x/init", { cf: { y: 2 } });
    await room.fetch(request.clone());
    attempt("frozen", () => Object.isFrozen(request.cf));
    attempt("same", () => request.cf === request.cf);
    attempt("of a copy", () => new Request(request).cf === request.cf);
    if (request.cf) {
      attempt("deeply", () => Object.isFrozen(request.cf.deep) && Object.isFrozen(request.cf.deep.x));
      attempt("set", () => { request.cf.country = "FR"; });
      attempt("add", () => { request.cf.other = 1; });
      const copy = new Request("http://x/", { cf: { a: { b: 1 } } });
      attempt("own frozen", () => Object.isFrozen(copy.cf));
      attempt("undefined", () => new Request(request, { cf: undefined }).cf);
      attempt("null", () => new Request(request, { cf: null }).cf);
      attempt("number", () => new Request(request, { cf: 5 }).cf);
    }
    return new Response("ok");
  },
};

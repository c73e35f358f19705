import { DurableObject } from "cloudflare:workers";
const log = (entry) => console.log("@@" + JSON.stringify(entry));
export class Room extends DurableObject {}

async function tell(ev, run) {
  try {
    const value = await run();
    log({ ev, value: value === undefined ? "<undefined>" : value });
  } catch (e) {
    log({ ev, error: { constructor: e?.constructor?.name, message: e?.message } });
  }
}
const KEY = "http://c.test/a";
const shown = async (response) => response && { status: response.status, text: response.statusText, url: response.url,
  headers: [...response.headers].filter(([name]) => name !== "content-length"), body: await response.text() };
const made = (init, body = "x") => new Response(body, { ...init, headers: { "cache-control": "max-age=60", ...init?.headers } });

export default {
  async fetch() {
    const cache = caches.default;
    const post = new Request(KEY, { method: "POST" });
    await tell("kinds", () => [caches, cache].map((one) => Object.prototype.toString.call(one)));
    await tell("same", () => [caches.default === cache, typeof cache.match, "keys" in cache]);
    await tell("miss", () => cache.match(KEY));
    await tell("put", () => cache.put(KEY, made({ headers: { "x-h": "1" } })));
    await tell("hit", async () => shown(await cache.match(KEY)));
    await tell("hit by Request", async () => shown(await cache.match(new Request(KEY))));
    await tell("HEAD", () => cache.match(new Request(KEY, { method: "HEAD" })));
    await tell("POST", () => cache.match(post));
    await tell("POST, ignoreMethod", async () => shown(await cache.match(post, { ignoreMethod: true })));
    await tell("put POST", () => cache.put(post, made()));
    await tell("put 206", () => cache.put(KEY, made({ status: 206 })));
    await tell("put 304", () => cache.put(KEY, new Response(null, { status: 304 })));
    await tell("still", async () => shown(await cache.match(KEY)));
    await tell("put Vary *", () => cache.put(KEY, made({ headers: { vary: "accept, *" } })));
    await tell("put Vary", () => cache.put(KEY, made({ headers: { vary: "accept" } }, "varied")));
    await tell("varied", async () => shown(await cache.match(KEY)));
    await tell("put an error", () => cache.put(KEY, Response.error()));
    const used = made();
    await used.text();
    await tell("put used", () => cache.put(KEY, used));
    const body = made();
    const putting = cache.put(KEY, body);
    log({ ev: "used at once", value: body.bodyUsed });
    await putting;
    await tell("put nothing", () => cache.put());
    await tell("put no response", () => cache.put(KEY));
    await tell("put text", () => cache.put(KEY, "x"));
    await tell("match nothing", () => cache.match());
    await tell("delete nothing", () => cache.delete());
    await tell("bad url", () => cache.match("nope"));
    for (const name of ["add", "addAll", "matchAll", "keys"]) await tell(name, () => cache[name](KEY));
    for (const name of ["has", "keys", "delete", "match"]) await tell(`caches.${name}`, () => caches[name]("x"));
    await tell("open nothing", () => caches.open());
    await tell("open", async () => Object.prototype.toString.call(await caches.open("x")));
    await tell("open twice", async () => (await caches.open("x")) === (await caches.open("x")));
    const named = await caches.open("x");
    await tell("named miss", () => named.match(KEY));
    await tell("named put", () => named.put(KEY, made({}, "named")));
    await tell("named hit", async () => (await named.match(KEY)).text());
    await tell("default hit", async () => (await cache.match(KEY)).text());
    await tell("delete POST", () => cache.delete(post));
    await tell("delete", () => cache.delete(KEY));
    await tell("delete again", () => cache.delete(KEY));
    await tell("gone", () => cache.match(KEY));
    await tell("named stays", async () => (await named.match(KEY)).text());
    await tell("new Cache", () => new Cache());
    await tell("new CacheStorage", () => new CacheStorage());
    return new Response("done");
  },
};

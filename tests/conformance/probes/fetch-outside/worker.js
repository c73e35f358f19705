import { DurableObject } from "cloudflare:workers";
const log = (entry) => console.log("@@" + JSON.stringify(entry));
const shown = async (response) => ({ status: response.status, text: response.statusText, url: response.url,
  redirected: response.redirected, type: response.type, headers: [...response.headers].filter(([name]) => name !== "content-length"),
  body: await response.text() });

async function tell(ev, run) {
  try {
    log({ ev, value: await run() });
  } catch (e) {
    log({ ev, error: { constructor: e?.constructor?.name, name: e?.name, message: e?.message ?? String(e), code: e?.code } });
  }
}
const get = (path, init) => tell(`${init?.method ?? "GET"} ${path}`, async () => shown(await fetch(`http://up.test${path}`, init)));

export class Room extends DurableObject {
  async fetch() {
    await get("/text");
    await get("/json");
    await get("/none");
    await get("/text#fragment");
    await get("/text", { method: "POST", body: "hello" });
    for (const status of [301, 302, 303, 307, 308]) await get(`/${status}`, { method: "POST", body: "hello" });
    await get("/303", { method: "PUT", body: "hello" });
    await get("/302", { method: "PUT", body: "hello" });
    await get("/303", { method: "HEAD" });
    await get("/300");
    await tell("stream", async () => shown(await fetch("http://up.test/307", { method: "POST", body: new Response("abc").body })));
    await tell("manual", async () => shown(await fetch("http://up.test/302", { redirect: "manual" })));
    await tell("redirect: error", () => fetch("http://up.test/302", { redirect: "error" }));
    await get("/loop");
    await get("/nowhere");
    await get("/bad");
    await tell("scheme", () => fetch("ftp://up.test/"));
    await tell("relative", () => fetch("/x"));
    await tell("nothing", () => fetch());
    await tell("aborted before", () => fetch("http://up.test/text", { signal: AbortSignal.abort() }));
    await tell("aborted for a reason", () => fetch("http://up.test/text", { signal: AbortSignal.abort("why") }));
    const aborting = (reason) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 100);
      return controller.signal;
    };
    await tell("aborted meanwhile", () => fetch("http://up.test/slow", { signal: aborting() }));
    await tell("with an error", () => fetch("http://up.test/slow", { signal: aborting(new RangeError("mine")) }));
    await tell("timeout", () => fetch("http://up.test/slow", { signal: AbortSignal.timeout(100) }));
    await tell("aborted with the body unread", async () => {
      const controller = new AbortController();
      const response = await fetch("http://up.test/text", { signal: controller.signal });
      controller.abort();
      return response.text();
    });
    return new Response("done");
  }
}

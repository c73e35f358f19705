// What a room sees of a request, and what a client sees of odd responses: method, headers, body once, JSON, status, empty bodies.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const err = (e) => ({ name: e?.name, message: e?.message ?? String(e) });
const attempt = async (fn) => { try { return { ok: (await fn()) ?? null }; } catch (e) { return { error: err(e) }; } };

export class Room {
  async fetch(request) {
    const what = new URL(request.url).pathname.split("/")[2];
    if (what === "see") return Response.json({ method: request.method, url: request.url, type: request.headers.get("Content-Type"), x: request.headers.get("x-two"), missing: request.headers.get("nope"), used: request.bodyUsed, text: await request.text(), usedThen: request.bodyUsed, twice: await attempt(() => request.text()) });
    if (what === "json") return Response.json(await attempt(() => request.json()));
    if (what === "clone") { const copy = request.clone(); return Response.json([await copy.text(), await request.text()]); }
    if (what === "bytes") return Response.json([...new Uint8Array(await request.arrayBuffer())]);
    if (what === "odd") return Response.json([await attempt(() => new Response("x", { status: 204 }).status), await attempt(() => new Response(null, { status: 204 }).status), await attempt(() => new Response("x", { status: 99 }).status), await attempt(() => new Response("x", { status: 600 }).status), await attempt(() => Response.redirect("http://oracle.test/y").status), await attempt(() => Response.json(undefined).status), await attempt(() => Response.json({ a: 1 }, { status: 418 }).headers.get("content-type"))]);
    if (what === "none") return;
    if (what === "text") return "a string";
    if (what === "twohundred") return new Response(null, { status: 204, headers: { "x-a": "1" } });
    if (what === "headers") { const headers = new Headers({ "x-a": "1" }); headers.append("x-a", "2"); return new Response("h", { status: 201, headers }); }
    return new Response("?", { status: 404 });
  }
}

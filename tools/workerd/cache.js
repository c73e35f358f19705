// A cache for a recorded Worker, which has none of its own: keeps what it is given for ever.
const kept = new Map();

const parsed = (text) => {
  const end = text.indexOf("\r\n\r\n");
  const [line, ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Headers(lines.map((one) => one.split(/: (.*)/s, 2)));
  headers.set("cf-cache-status", "HIT");
  return new Response(text.slice(end + 4), { status: Number(line.split(" ")[1]), headers });
};

export default {
  async fetch(request) {
    const key = `${request.headers.get("cf-cache-namespace")} ${request.url}`;
    if (request.method === "PUT") kept.set(key, await request.text());
    if (request.method === "PUT") return new Response(null, { status: 204 });
    if (request.method === "PURGE") return new Response(null, { status: kept.delete(key) ? 200 : 404 });
    return kept.has(key) ? parsed(kept.get(key)) : new Response(null, { status: 504, headers: { "cf-cache-status": "MISS" } });
  },
};

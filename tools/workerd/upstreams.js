// Answers what a recorded Worker asks of the outside: the `upstreams` of its steps.json, as far as probes need them
// (url with host and path, status, headers, text, json, latency in ms).
import rules from "upstreams.json";

const fits = (rule, url) => {
  const [host, ...path] = rule.url.split("/");
  return host === url.host && (path.length === 0 || `/${path.join("/")}` === url.pathname);
};

export default {
  async fetch(request) {
    const rule = rules.find((one) => fits(one, new URL(request.url)));
    if (rule === undefined) throw new Error(`no upstream for ${request.url}`);
    await scheduler.wait(parseFloat(rule.latency ?? "20ms"));
    const { status = 200, headers } = rule;
    const empty = request.method === "HEAD" || [204, 205, 304].includes(status);
    const body = rule.json === undefined ? rule.text?.replaceAll("{method}", request.method)
      .replaceAll("{body}", await request.text()) : JSON.stringify(rule.json);
    const type = body === undefined ? {} : { "content-type": rule.json === undefined ? "text/plain;charset=utf-8" : "application/json" };
    return new Response(empty ? null : body, { status, headers: { ...type, ...headers } });
  },
};

// Static assets: env.ASSETS, and what is answered before the Worker is asked. Which file a path means follows the
// vendor's documentation ("html_handling", "not_found_handling", "run_worker_first"); recorded: tests/bindings, assets.

import { host } from "../../../js/web/index.js";
import { owner, requireOwner } from "../current.js";
import { waitFor } from "../waiting.js";

const TYPES = {
  html: "text/html", htm: "text/html", css: "text/css", js: "text/javascript", mjs: "text/javascript",
  txt: "text/plain", md: "text/markdown", csv: "text/csv", xml: "text/xml", json: "application/json",
  map: "application/json", webmanifest: "application/manifest+json", pdf: "application/pdf", zip: "application/zip",
  wasm: "application/wasm", svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg",
  gif: "image/gif", webp: "image/webp", avif: "image/avif", ico: "image/vnd.microsoft.icon", mp3: "audio/mpeg",
  wav: "audio/wav", ogg: "audio/ogg", mp4: "video/mp4", webm: "video/webm", woff: "font/woff", woff2: "font/woff2",
  ttf: "font/ttf", otf: "font/otf",
};
const typeOf = (file) => {
  const type = TYPES[/\.([^./]+)$/.exec(file)?.[1].toLowerCase()];
  return type?.startsWith("text/") ? `${type}; charset=utf-8` : type;
};

const isFile = (path) => path !== "" && !path.endsWith("/") && host.is_asset(path);
const moved = (to) => ({ redirect: to });

/** auto-trailing-slash: pages without .html, those of folders with a slash. */
function automatic(path) {
  if (path.endsWith("/index.html") && isFile(path)) return moved(path.slice(0, -"index.html".length));
  if (path.endsWith(".html") && isFile(path)) return moved(path.slice(0, -".html".length));
  if (isFile(path)) return { file: path };
  if (path.endsWith("/")) {
    if (isFile(`${path}index.html`)) return { file: `${path}index.html` };
    return isFile(`${path.slice(0, -1)}.html`) ? moved(path.slice(0, -1)) : undefined;
  }
  if (path.endsWith("/index") && isFile(`${path}.html`)) return moved(path.slice(0, -"index".length));
  if (isFile(`${path}.html`)) return { file: `${path}.html` };
  return isFile(`${path}/index.html`) ? moved(`${path}/`) : undefined;
}

/** The page under a path with the slash at its end that the setting asks for. */
function slashed(path, wanted) {
  const bare = path.replace(/\/(index(\.html)?)?$|\.html$/, "");
  const page = [`${bare}.html`, `${bare}/index.html`].find(isFile);
  if (page === undefined) return isFile(path) ? { file: path } : undefined;
  const right = bare === "" ? "/" : wanted ? `${bare}/` : bare;
  return path === right ? { file: page } : moved(right);
}

export class Assets {
  #settings;
  constructor(settings) {
    this.#settings = settings;
  }

  /** {file} or {redirect}; undefined: none. */
  #meant(path) {
    switch (this.#settings.html_handling) {
      case "none":
        return isFile(path) ? { file: path } : undefined;
      case "force-trailing-slash":
        return slashed(path, true);
      case "drop-trailing-slash":
        return slashed(path, false);
      default:
        return automatic(path);
    }
  }

  #otherwise(path) {
    const handling = this.#settings.not_found_handling;
    if (handling === "single-page-application" && isFile("/index.html")) return { file: "/index.html", status: 200 };
    if (handling !== "404-page") return undefined;
    for (let folder = path; folder !== "";) {
      folder = folder.slice(0, folder.lastIndexOf("/"));
      if (isFile(`${folder}/404.html`)) return { file: `${folder}/404.html`, status: 404 };
    }
    return undefined;
  }

  /** Whether it is answered before the Worker hears of it. */
  comesFirst(request) {
    const { run_worker_first: worker } = this.#settings;
    if (worker === true) return false;
    const { pathname } = new URL(request.url);
    if (Array.isArray(worker)) {
      const fits = (rule) => new RegExp(`^${rule.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(pathname);
      const not = worker.filter((rule) => rule.startsWith("!")).some((rule) => fits(rule.slice(1)));
      if (!not && worker.some((rule) => !rule.startsWith("!") && fits(rule))) return false;
    }
    return (request.method === "GET" || request.method === "HEAD") && this.#meant(decoded(pathname)) !== undefined;
  }

  async fetch(...args) {
    const request = new Request(...args);
    const url = new URL(request.url);
    const path = decoded(url.pathname);
    let found = this.#meant(path) ?? this.#otherwise(path);
    // The one way to write a path is that of the URL standard.
    if (found?.file !== undefined && found.status === undefined && encodeURI(path) !== url.pathname) found = moved(path);
    if (found === undefined) return new Response(null, { status: 404 });
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    if (found.redirect !== undefined)
      return new Response(null, { status: 307, headers: { location: encodeURI(found.redirect) + url.search } });
    const asking = owner() ?? requireOwner("fetch");
    const { body } = await waitFor(asking, host.asset(asking.number, found.file));
    return answer(request, found, body ?? new ArrayBuffer(0));
  }
}
Object.defineProperty(Assets.prototype, Symbol.toStringTag, { value: "Fetcher", configurable: true });

function decoded(pathname) {
  try {
    return decodeURIComponent(pathname).replace(/\/{2,}/g, "/");
  } catch {
    return pathname;
  }
}

async function answer(request, { file, status = 200 }, bytes) {
  const digest = await crypto.subtle.digest("MD5", bytes);
  const etag = `"${Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("")}"`;
  const headers = new Headers({ "cache-control": "public, max-age=0, must-revalidate", etag });
  if (status === 200 && [etag, `W/${etag}`].includes(request.headers.get("if-none-match")))
    return new Response(null, { status: 304, headers });
  const type = typeOf(file);
  if (type !== undefined) headers.set("content-type", type);
  return new Response(request.method === "HEAD" ? null : bytes, { status, headers });
}

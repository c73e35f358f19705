// Where the client's page is from, and which hosts there are.

import { host } from "../../js/web/index.js";

/** Throws what `refusal` makes of the address unless its host is one of the scenario's. */
export function servedUrl(url, refusal) {
  if (!host.serves(url.host)) throw refusal(url.href);
}

export function arriveAt(hostName) {
  const url = new URL(`https://${hostName}/`);
  const location = {
    href: url.href, origin: url.origin, protocol: url.protocol, host: url.host, hostname: url.hostname, port: url.port,
    pathname: url.pathname, search: "", hash: "", toString: () => url.href,
  };
  for (const [name, value] of [["location", Object.freeze(location)], ["origin", url.origin]])
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  Object.defineProperty(globalThis.navigator, "userAgent", { value: "Mozilla/5.0 (Dormouse)", configurable: true, enumerable: true });
  Object.defineProperty(globalThis.navigator, "onLine", { value: true, configurable: true, enumerable: true });
}

// node:url: unenv's port of Node's own.
import * as library from "unenv/node/url";

const domain = (name) => {
  try {
    return new URL(`ws://${name}`).hostname;
  } catch {
    return "";
  }
};

export default { ...library.default, ...library, URL, URLSearchParams, domainToASCII: domain };

// fetch() of a service binding or a loopback stub: a request to another Worker, or to this one.

import { host } from "../../js/web/index.js";
import { fetchedThrough } from "./fetch.js";
import { send } from "./rpc.js";

/** [bytes, extras] of ctx.props; most have none. */
const sentProps = (owner, props) => (Object.keys(props).length === 0 ? [undefined, ""] : send(owner, props).slice(0, 2));

const askService = (owner, { method, url, headers, body, cf }, client, invocation) =>
  host.call_service(
    owner.number, invocation, client.worker, client.entry, ...sentProps(owner, client.props), method, url, headers, body,
    cf,
  );

export const throughService = (client, input, init) => fetchedThrough(client, input, init, askService);

// fetch() of a service binding or a loopback stub: a request to another Worker, or to this one.

import { host } from "../../js/web/index.js";
import { fetched } from "./fetch.js";
import { send } from "./rpc.js";
import { passedOn } from "./web_socket.js";

/** [bytes, extras] of ctx.props; most have none. */
const sentProps = (owner, props) => (Object.keys(props).length === 0 ? [undefined, ""] : send(owner, props).slice(0, 2));

export async function throughService(client, input, init) {
  const owner = client.check("fetch");
  if (typeof input === "string" && !URL.canParse(input)) throw new TypeError(`Invalid URL: ${input}`);
  const { invocation } = owner;
  const props = sentProps(owner, client.props);
  return fetched(owner, new Request(input, init), passedOn, ({ method, url, headers, body, cf }) =>
    host.call_service(owner.number, invocation, client.worker, client.entry, ...props, method, url, headers, body, cf));
}

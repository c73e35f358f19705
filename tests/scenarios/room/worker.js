import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {}

export default {
  fetch: (request, env) => env.ROOMS.getByName("lobby").fetch(request),
};

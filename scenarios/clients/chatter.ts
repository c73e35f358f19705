/// <reference path="../../models/script/dormouse.d.ts" />
// Somebody in a chat, as a page's code would be: says something now and then, answers who greets it, and comes back
// when the connection is lost.

export const connect = "/?room={room}&name={client}";

let latest = 0; // number of the last message that is known
let losses = 0; // in a row

function saw(message: { n: number; from: string; text: string }) {
  latest = Math.max(latest, message.n);
  report("latest", latest);
  const greeted = message.text === `hi, ${client.name}`;
  if (greeted && message.from !== client.name) client.send(`hello, ${message.from}`);
}

export function onOpen() {
  losses = 0;
}

export function onMessage(client: DormouseClient, data: string | ArrayBuffer) {
  const said = JSON.parse(data as string);
  if (said.history) said.history.forEach(saw);
  else if (said.joined && said.joined !== client.name && Math.random() < 0.5) client.send(`hi, ${said.joined}`);
  else if (said.n) saw(said);
}

export function onClose(client: DormouseClient) {
  setTimeout(() => client.connect(), Math.random() * Math.min(30_000, 1000 * 2 ** losses++));
}

setInterval(() => {
  if (client.socket?.readyState === WebSocket.OPEN && Math.random() < 0.5) client.send("what a day");
}, 60_000);

// A list that several people fill. Comes back when the connection is lost.
export const connect = "/?name={client}";

let items = [];
let added = 0;

export function onMessage(client, data) {
  const said = JSON.parse(data);
  items = said.all ?? [...items, said.item];
  client.report("items", items);
}

export function onClose(client) {
  setTimeout(() => client.connect(), 2000);
}

function add() {
  if (client.socket?.readyState === WebSocket.OPEN) client.send(`${client.name} ${added++}`);
  if (added < 6) setTimeout(add, 5000);
}
setTimeout(add, 5000);

// Timers of one turn: by due time, then creation; 0 and negative and missing delays, arguments, clearing, from inside a callback, microtasks between.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  async fetch() {
    const seen = [];
    const add = (name) => seen.push(name);
    setTimeout(add, 80, "80 first");
    setTimeout(add, 40, "40 first");
    setTimeout(add, 80, "80 second");
    setTimeout(add, 40, "40 second");
    setTimeout(add, 0, "0");
    setTimeout(add, -5, "negative");
    setTimeout(add, undefined, "undefined");
    setTimeout(() => { add("0 outer"); Promise.resolve().then(() => add("microtask of 0 outer")); setTimeout(add, 0, "0 inner"); }, 0);
    const cleared = setTimeout(add, 30, "cleared");
    setTimeout(() => clearTimeout(cleared), 10);
    const self = setInterval(() => { add("interval"); if (seen.filter((x) => x === "interval").length === 3) clearInterval(self); }, 25);
    const both = [setTimeout(add, 200, "never 1"), setTimeout(add, 200, "never 2")];
    setTimeout(() => both.forEach((id) => clearTimeout(id)), 120);
    clearTimeout(undefined); clearTimeout(null); clearTimeout(12345);
    Promise.resolve().then(() => add("microtask"));
    add("sync");
    await wait(260);
    log("seen", { seen, idType: typeof cleared });
    return new Response("ok");
  }
}

#!/usr/bin/env node
// Measures on the production runtime (npm workerd, local) what docs/costs.md and scenarios/costs/measured-2026-11.yaml
// say: how long turns, commits, wakes and storage operations take. Prints a table of medians and percentiles.
//
// A turn's time is taken from the runtime's own --async-trace, so that neither loopback nor client is in it; a storage
// operation's from loops of many in one turn; a wake's from the round trip to a room that is out of memory, less that to
// one that is in it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import WebSocket from "ws";
import { installed, prepare } from "./workerd/runtime.mjs";

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), "workerd/costs_worker.js");
const DATE = "2026-08-01";
const SOCKETS = 10; // in a room
const { values: asked } = parseArgs({ options: { rooms: { type: "string", default: "20" }, rounds: { type: "string", default: "20" },
  json: { type: "boolean" } } });
const rooms = Array.from({ length: Number(asked.rooms) }, (_, i) => `room${i}`);
const rounds = Number(asked.rounds);

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { samples: sorted.length, p05: quantile(sorted, 0.05), median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99) };
}

class Room {
  constructor(port, name) { this.address = `127.0.0.1:${port}/${name}`; this.sockets = []; this.name = name; this.port = port; }

  get(path) { return fetch(`http://${this.address}/${path}`).then((response) => response.text()); }
  evict() { return fetch(`http://127.0.0.1:${this.port}/__dormouse/evict?room=${this.name}&webSockets=hibernate`).then((r) => r.text()); }

  async join(count) {
    for (let i = 0; i < count; ++i) {
      const socket = new WebSocket(`ws://${this.address}/join?name=person${i}`, { perMessageDeflate: false });
      await new Promise((resolve, reject) => { socket.once("message", resolve); socket.once("error", reject); });
      this.sockets.push(socket);
    }
  }

  async leave() {
    for (const socket of this.sockets) {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.close(1000);
      await Promise.race([closed, sleep(200)]); // the runtime may leave the connection open
    }
  }

  /** Milliseconds until the message has come back to its sender. */
  async roundTrip(kind, n) {
    const came = new Promise((resolve) => this.sockets[0].once("message", resolve));
    const began = performance.now();
    this.sockets[0].send(JSON.stringify({ kind, n, text: "a message of some fifty characters, as people write" }));
    await came;
    return performance.now() - began;
  }
}

/** Turns by what caused them, from the lines of --async-trace. */
class AsyncTrace {
  constructor(text) {
    this.actors = new Map();
    this.resources = new Map();
    this.turns = [];
    this.entered = new Map(); // resource -> when its handler was called
    this.scheduled = new Map(); // context -> alarm's time, ms of the epoch
    this.settled = new Map();
    this.alarms = [];
    for (const line of text.split("\n")) if (line.endsWith("}")) this.take(JSON.parse(line));
  }

  take(event) {
    switch (event.e) {
      case "header": this.epochMs = event.epochUnixMs; break;
      case "ctx": this.actors.set(event.ctx, event.actor); break;
      case "init":
        this.resources.set(event.id, event);
        if (event.kind === "request" && event.name === "alarm" && this.scheduled.has(event.ctx))
          this.alarms.push(this.epochMs + event.at / 1e6 - this.scheduled.get(event.ctx));
        break;
      case "annotate":
        if (event.k.endsWith("alarm.scheduled_time")) this.scheduled.set(event.ctx, Date.parse(event.v));
        break;
      case "before": if (!this.entered.has(event.id)) this.entered.set(event.id, event.at); break;
      case "settle": this.settled.set(event.id, event.at); break;
      case "turn": this.turns.push(event); break;
    }
  }

  at(event) { return this.epochMs + event / 1e6; }

  /** Milliseconds from the call of each operation of this name to its end. */
  operations(name, { from, to } = { from: 0, to: Infinity }) {
    return [...this.resources.values()].filter((one) => one.kind === "operation" && one.name === name && this.settled.has(one.id) &&
        this.at(one.at) >= from && this.at(one.at) < to)
      .map(({ id, at }) => (this.settled.get(id) - at) / 1e6);
  }

  /** Each turn: its length, what caused it, and whether the handler itself was entered in it. */
  all() {
    return this.turns.map(({ ctx, cause, start, locked, end }) => {
      const resource = this.resources.get(cause);
      const entered = this.entered.get(cause);
      return { ms: (end - locked) / 1e6, ctx, inActor: this.actors.get(ctx) !== null,
        kind: resource?.kind, what: resource?.name, handler: entered >= locked && entered <= end, at: this.at(locked) };
    });
  }
}

async function phases(port) {
  const marks = [];
  const phase = async (name, work) => { marks.push({ name, from: Date.now() }); await work(); await sleep(100); marks.at(-1).to = Date.now(); };
  const all = rooms.map((name) => new Room(port, name));
  const each = async (work) => { for (const room of all) await work(room); };
  const trips = { awake: [], woken: [] };
  await phase("create", () => each((room) => room.get("")));
  await phase("join", () => each((room) => room.join(SOCKETS)));
  await phase("messages", async () => { for (let n = 0; n < rounds; ++n) await each((room) => room.roundTrip("all", n)); });
  await phase("kept", async () => { for (let n = 0; n < rounds; ++n) await each((room) => room.roundTrip("keep", n)); });
  await phase("fetches", async () => { for (let n = 0; n < rounds; ++n) await each((room) => room.get("")); });
  await phase("rpcs", async () => { for (let n = 0; n < rounds; ++n) await each((room) => room.get("rpc")); });
  await phase("syncs", async () => { for (let n = 0; n < rounds; ++n) await each((room) => room.get(`sync?n=${n}`)); });
  await phase("timers", async () => { for (let n = 0; n < rounds; ++n) { await each((room) => room.get("timer")); await sleep(20); } });
  await phase("alarms", async () => { for (let n = 0; n < rounds; ++n) { await each((room) => room.get("alarm?after=40")); await sleep(120); } });
  await phase("echoes", async () => {
    for (let n = 0; n < rounds; ++n) await each(async (room) => trips.awake.push(await room.roundTrip("echo", n)));
  });
  await phase("wakes", async () => {
    for (let n = 0; n < rounds; ++n)
      await each(async (room) => { await room.evict(); trips.woken.push(await room.roundTrip("echo", n)); });
  });
  await phase("closes", () => each((room) => room.leave()));
  return { marks, trips };
}

async function traced() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dormouse-costs-"));
  const file = path.join(folder, "trace.jsonl");
  const runtime = await prepare({ worker: WORKER, date: DATE, arguments: ["--async-trace", file] });
  try {
    await runtime.start();
    const played = await phases(runtime.port);
    await runtime.stop("SIGTERM");
    return { ...played, trace: new AsyncTrace(await readFile(file, "utf8")) };
  } finally {
    await runtime.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untraced() {
  const runtime = await prepare({ worker: WORKER, date: DATE });
  try {
    await runtime.start();
    const played = await phases(runtime.port);
    const loops = [];
    for (let i = 0; i < 3; ++i) loops.push(JSON.parse(await new Room(runtime.port, `loops${i}`).get("loops?times=2000")));
    return { ...played, loops };
  } finally {
    await runtime.remove();
  }
}

function figures({ trace, marks }, plain) {
  const turns = trace.all();
  const mark = (name) => marks.find((one) => one.name === name);
  const within = (name) => {
    const { from, to } = mark(name);
    return turns.filter(({ at }) => at >= from && at < to);
  };
  const ms = (list) => list.map((turn) => turn.ms);
  const sums = (list) => {
    const byContext = new Map();
    for (const { ctx, ms: one } of list) byContext.set(ctx, (byContext.get(ctx) ?? 0) + one);
    return [...byContext.values()];
  };
  const handlers = (name, what) => ms(within(name).filter((turn) => turn.inActor && turn.handler && turn.what === what));
  const rows = {};
  const row = (name, values) => { if (values.length > 0) rows[name] = summary(values); };
  row("worker fetch, all its turns", sums(within("fetches").filter((turn) => !turn.inActor)));
  row("fetch: says ok", handlers("fetches", "fetch"));
  row("fetch: accepts a socket", handlers("join", "fetch"));
  row("rpc", ms(within("rpcs").filter((turn) => turn.inActor && turn.kind === "request")));
  row("message: send to 10", handlers("messages", "hibernatable_websocket"));
  row("message: get, put, send to 10", handlers("kept", "hibernatable_websocket"));
  row("message: echo", handlers("echoes", "hibernatable_websocket"));
  row("close: tells 9 others", handlers("closes", "hibernatable_websocket"));
  row("alarm: sends to 10", handlers("alarms", "alarm"));
  const callbacks = ms(within("timers").filter((turn) => turn.inActor && turn.handler && turn.kind !== "request" && turn.what !== "awaitIo"));
  const goingOn = ms(within("syncs").filter((turn) => turn.inActor && turn.kind !== "request"));
  row("timer: sends to 10", callbacks);
  row("going on after I/O", goingOn);
  row("timer and going on, mixed", [...callbacks, ...goingOn]);
  const constructors = (name) => ms(within(name).filter((turn) => turn.inActor && turn.kind === "request" && !turn.handler));
  row("constructor, first", constructors("create"));
  row("constructor, after hibernation", constructors("wakes"));
  row("alarm lateness", trace.alarms);
  row("get in a message", trace.operations("durable_object_storage_get", mark("kept")));
  row("put in a message, first of its turn", trace.operations("durable_object_storage_put", mark("kept")));
  row("commit (sync)", trace.operations("durable_object_storage_sync"));
  row("round trip, echo, awake", plain.trips.awake);
  row("round trip, echo, hibernated", plain.trips.woken);
  const middle = rows["round trip, echo, awake"].median;
  row("wake with constructor (difference)", plain.trips.woken.map((trip) => trip - middle));
  for (const name of Object.keys(plain.loops[0])) row(`one ${name}`, plain.loops.flatMap((loop) => loop[name].map((us) => us / 1000)));
  return rows;
}

const { version } = await installed();
const rows = figures(await traced(), await untraced());
if (asked.json) {
  console.log(JSON.stringify({ workerd: version, rooms: rooms.length, rounds, milliseconds: rows }, null, 2));
} else {
  const cell = (value) => value.toFixed(4).padStart(10);
  console.log(`workerd ${version}; ${os.cpus()[0].model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; milliseconds`);
  console.log(`${"".padEnd(38)}samples ${["5 %", "median", "95 %", "99 %"].map((x) => x.padStart(10)).join("")}`);
  for (const [name, { samples, p05, median, p95, p99 }] of Object.entries(rows))
    console.log(`${name.padEnd(38)}${String(samples).padStart(7)} ${[p05, median, p95, p99].map(cell).join("")}`);
}

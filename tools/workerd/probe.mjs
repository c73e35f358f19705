// Plays the steps of a conformance probe on the production runtime; tests/conformance/README.md has the format.
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { prepare } from "./runtime.mjs";

export const DEFAULT_DATE = "2026-08-01";
const HOST = "oracle.test"; // request.url must not depend on the port
const LONGEST_TEXT = 4000;

/** The one normalisation: references in internal errors are random. */
const settled = (text) => text.replace(/internal error; reference = [0-9a-z]+/g, "internal error; reference = *");

class Player {
  constructor(transcript) {
    this.transcript = transcript;
    this.began = Date.now();
    this.ended = false;
    this.sockets = {};
    this.hanging = [];
  }

  note(list, entry) { if (!this.ended) list.push({ t: this.now(), ...entry }); }
  now() { return Math.round((Date.now() - this.began) / 100) * 100; }
  line(text) { if (text.startsWith("@@")) this.note(this.transcript.log, JSON.parse(settled(text.slice(2)))); }

  async play({ steps, gap = 50, drain = 300 }) {
    for (const step of steps) {
      await this.step(step);
      if (step.op !== "sleep") await sleep(gap);
    }
    await Promise.race([Promise.all(this.hanging), sleep(drain)]);
    await sleep(drain);
  }

  async step(step) {
    const play = { sleep: () => sleep(step.ms), burst: () => Promise.all(step.steps.map((one) => this.step(one))) }[step.op];
    if (play) return play();
    if (!["connect", "send", "close", "terminate", "ping", "frame", "http", "evict", "scheduled", "restart"].includes(step.op))
      throw new Error(`unknown step ${JSON.stringify(step)}`);
    return this[step.op](step, this.sockets[step.c]);
  }

  connect({ c, path = "/r1", protocols = [], headers, mute }) {
    const events = (this.transcript.clients[c] ??= []);
    const socket = new WebSocket(`ws://127.0.0.1:${this.runtime.port}${path}`, protocols,
      { headers: { Host: HOST, ...headers }, perMessageDeflate: false, handshakeTimeout: 20_000 });
    this.sockets[c] = socket;
    if (mute) socket.close = () => {}; // what `ws` calls to answer a Close frame
    return new Promise((done) => {
      socket.on("open", () => {
        this.note(events, { ev: "open", ...(socket.protocol && { protocol: socket.protocol }) });
        socket._receiver.on("conclude", (code, reason) => this.note(events, { ev: "close-frame", code, reason: String(reason) }));
        done();
      });
      socket.on("unexpected-response", async (request, response) => {
        const body = settled(await textOf(response).catch(() => ""));
        this.note(events, { ev: "refused", status: response.statusCode, body });
        done();
      });
      socket.on("message", (bytes, binary) => {
        const text = String(bytes);
        if (binary) this.note(events, { ev: "binary", hex: bytes.toString("hex") });
        else this.note(events, { ev: "text", text: text.length > LONGEST_TEXT ? `<${text.length} chars>` : text });
      });
      socket.on("pong", (bytes) => this.note(events, { ev: "pong", text: String(bytes) }));
      socket.addEventListener("close", ({ code, reason, wasClean }) => {
        this.note(events, { ev: "close", code, reason, wasClean });
        done();
      });
      socket.on("error", ({ message }) => {
        if (!/Unexpected server response|before the connection was established/.test(message)) this.note(events, { ev: "error" });
        done();
      });
    });
  }

  send({ text, repeat = 1, hex }, socket) { socket.send(hex === undefined ? text.repeat(repeat) : Buffer.from(hex, "hex")); }
  close({ code, reason }, socket) { socket.close(code, reason); }
  terminate(step, socket) { socket._socket.destroy(); }
  ping({ text = "" }, socket) { socket.ping(text); }

  /** One client frame, legal or not; masked with zeros. */
  frame({ opcode, hex = "", fin = true }, socket) {
    const payload = Buffer.from(hex, "hex");
    if (payload.length > 125) throw new Error("frame: at most 125 bytes");
    socket._socket.write(Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  }

  http(step) {
    const answered = this.exchange(step);
    if (!step.async) return answered;
    this.hanging.push(answered);
  }

  async exchange({ as, path = "/r1", method = "GET", headers, cf, body, showHeaders, abortAfter }) {
    const answer = await new Promise((done) => {
      const request = http.request({ host: "127.0.0.1", port: this.runtime.port, path, method, agent: false,
        headers: { Host: HOST, ...headers, ...(cf && { "CF-Blob": JSON.stringify(cf) }) } });
      request.on("error", ({ code }) => done({ failed: code }));
      request.on("response", async (response) => {
        const text = await textOf(response).catch(() => undefined);
        const shown = showHeaders?.map((name) => [name, response.headers[name] ?? null]);
        done({ status: response.statusCode, ...(shown && { headers: Object.fromEntries(shown) }),
          body: parsed(settled(text ?? ""), response.headers["content-type"]), ...(text === undefined && { truncated: true }) });
      });
      if (abortAfter !== undefined) setTimeout(() => request.destroy(), abortAfter);
      request.end(body);
    });
    if (!this.ended) this.transcript.http[as] = { t: this.now(), ...answer };
  }

  async evict({ room = "r1", binding, webSockets, as }) {
    const asked = new URLSearchParams({ room, ...(binding && { binding }), ...(webSockets && { webSockets }) });
    const outcome = await (await fetch(`http://127.0.0.1:${this.runtime.port}/__dormouse/evict?${asked}`)).json();
    if (as) this.transcript.control[as] = { t: this.now(), ...outcome };
    else if (!outcome.ok) throw new Error(`evict: ${JSON.stringify(outcome.error)}`);
  }

  async scheduled({ cron }) { await fetch(`http://127.0.0.1:${this.runtime.port}/__dormouse/scheduled?${new URLSearchParams({ cron })}`); }

  async restart() {
    await this.runtime.stop();
    await sleep(50);
    await this.runtime.start();
  }
}

async function textOf(response) {
  let text = "";
  response.setEncoding("utf8");
  for await (const part of response) text += part;
  return text;
}

function parsed(text, type = "") {
  if (!type.startsWith("application/json")) return text;
  try { return JSON.parse(text); } catch { return text; }
}

/** The transcript of a probe (a folder with worker.js and steps.json), as recorded/NAME.json has it. */
export async function playProbe(folder, date) {
  const probe = JSON.parse(await readFile(path.join(folder, "steps.json"), "utf8"));
  const transcript = { probe: path.basename(folder), compatibilityDate: date ?? probe.compatibilityDate ?? DEFAULT_DATE,
    compatibilityFlags: probe.compatibilityFlags ?? [], log: [], clients: {}, http: {}, control: {} };
  const player = new Player(transcript);
  player.runtime = await prepare({ worker: path.join(folder, "worker.js"), classes: probe.classes,
    sql: (probe.storage ?? "sqlite") === "sqlite", preventEviction: !!probe.preventEviction,
    date: transcript.compatibilityDate, flags: transcript.compatibilityFlags, onLine: (text) => player.line(text),
    upstreams: probe.upstreams, cache: !!probe.cache,
    scheduled: probe.steps.some(({ op }) => op === "scheduled") });
  try {
    await player.runtime.start();
    player.began = Date.now();
    await player.play(probe);
  } finally {
    player.ended = true;
    for (const socket of Object.values(player.sockets)) socket.terminate();
    await player.runtime.remove();
  }
  return transcript;
}

// Timers: what they may be given, when odd delays come due, the order of equal ones, and what ends them.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const tried = async (name, what) => {
  try {
    const value = await what();
    log(name, { value: value === undefined ? "<undefined>" : value });
  } catch (error) {
    log(name, { error: error instanceof Error ? [error.name, error.message] : String(error) });
  }
};

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const how = new URL(request.url).pathname.split("/")[2];
    if (how === "args") {
      await tried("none", () => typeof setTimeout());
      await tried("text", () => typeof setTimeout("log('no')", 0));
      await tried("null", () => typeof setTimeout(null, 0));
      await tried("id", () => { const id = setTimeout(() => {}, 0); clearTimeout(id); return typeof id; });
      await tried("ids grow", () => {
        const [a, b, c] = [setTimeout(() => {}, 0), setInterval(() => {}, 1000), setTimeout(() => {}, 0)];
        for (const id of [a, b, c]) clearInterval(id);
        return [b - a, c - b];
      });
      await tried("arguments", () => new Promise((done) => setTimeout((...args) => done(args), 0, 1, "two", null)));
      await tried("this", () => new Promise((done) => setTimeout(function () { done([typeof this, this === globalThis, this === undefined]); }, 0)));
      await tried("clear", () => clearTimeout());
      await tried("clear interval", () => clearInterval());
      for (const id of [undefined, null, 999999, "x", true, NaN, 0, -1]) await tried("clear " + id, () => clearTimeout(id));
      await tried("callback's this", () => new Promise((done) => setTimeout(() => done(this === undefined), 0)));
      await tried("microtask's this", () => new Promise((done) => queueMicrotask(function () { done([this === globalThis, this === undefined]); })));
      await tried("interval's this", () => new Promise((done) => { const id = setInterval(function () { clearInterval(id); done(this === globalThis); }, 1); }));
      await tried("clear text", () => { let ran = false; const id = setTimeout(() => { ran = true; }, 5); clearTimeout(String(id)); return scheduler.wait(20).then(() => ran); });
      await tried("clear float", () => clearTimeout(1.5));
      await tried("clear object", () => clearTimeout({}));
      await tried("wait value", () => scheduler.wait(1));
      await tried("wait none", () => scheduler.wait());
      await tried("wait text", () => scheduler.wait("2"));
      await tried("wait aborted", () => scheduler.wait(1, { signal: AbortSignal.abort("why") }));
      await tried("immediate", () => typeof setImmediate);
    }
    if (how === "delays") {
      const begun = [];
      const delays = { one: 1, zero: 0, none: undefined, negative: -5, nan: NaN, text: "3", words: "x", fraction: 2.9, null: null, yes: true, list: [4], infinite: Infinity, minus: -Infinity };
      for (const [name, delay] of Object.entries(delays)) begun.push(new Promise((done) => setTimeout(() => { log("ran", { name }); done(); }, delay)));
      await Promise.race([Promise.all(begun), scheduler.wait(200)]);
    }
    if (how === "order") {
      const ran = [];
      for (const [name, delay] of [["b10", 10], ["a5", 5], ["c10", 10], ["d5", 5], ["e0", 0], ["f1", 1], ["g0", 0]]) setTimeout(() => ran.push(name), delay);
      Promise.resolve().then(() => ran.push("promise"));
      queueMicrotask(() => ran.push("micro"));
      await scheduler.wait(40);
      log("order", { ran });
    }
    if (how === "nested") {
      const ran = [];
      setTimeout(() => { ran.push("a"); setTimeout(() => ran.push("a1"), 0); queueMicrotask(() => ran.push("a-micro")); }, 5);
      setTimeout(() => { ran.push("b"); setTimeout(() => ran.push("b1"), 0); }, 5);
      await scheduler.wait(40);
      log("nested", { ran });
    }
    if (how === "interval") {
      let count = 0;
      const times = [];
      await new Promise((done) => {
        const id = setInterval((x) => { times.push(x); if (++count === 3) { clearInterval(id); done(); } }, 4, "x");
      });
      await scheduler.wait(20);
      log("interval", { count, times });
      const self = setTimeout(() => clearTimeout(self), 1);
      let other = 0;
      const id = setInterval(() => { ++other; clearTimeout(id); }, 1);
      await scheduler.wait(20);
      log("cleared by the other", { other });
    }
    if (how === "cleared") {
      const ran = [];
      const later = setTimeout(() => ran.push("later"), 5);
      setTimeout(() => { ran.push("first"); clearTimeout(later); }, 5);
      const second = setTimeout(() => ran.push("second"), 6);
      setTimeout(() => clearTimeout(second), 6);
      await scheduler.wait(40);
      log("cleared", { ran });
    }
    if (how === "throws") {
      setTimeout(() => { throw new Error("in a timer"); }, 1);
      setTimeout(async () => { throw new Error("async in a timer"); }, 2);
      setTimeout(() => log("the next runs"), 3);
      await scheduler.wait(30);
      log("after");
    }
    if (how === "after") {
      setTimeout(() => log("after the answer"), 30);
      this.ctx.waitUntil(scheduler.wait(10).then(() => log("waited until")));
    }
    if (how === "signal") {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError("enough")), 5);
      await tried("wait", () => scheduler.wait(1000, { signal: controller.signal }));
      const signal = AbortSignal.timeout(5);
      signal.addEventListener("abort", (event) => log("timed out", { type: event.type, name: signal.reason.name, message: signal.reason.message }));
      await scheduler.wait(20);
      await tried("any", () => { const any = AbortSignal.any([signal, new AbortController().signal]); return [any.aborted, any.reason === signal.reason]; });
    }
    return new Response("done");
  }
}

// getAlarm before, in and after alarm(); after setAlarm and deleteAlarm in one turn; a Date and a number; the alarm that fires while a request runs.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const { storage } = this.ctx;
    const what = new URL(request.url).pathname.split("/")[2];
    const state = async () => ((at) => (at === null ? null : typeof at))(await storage.getAlarm());
    const out = { before: await state() };
    if (what === "date") await storage.setAlarm(new Date(Date.now() + 200));
    if (what === "setdelete") { storage.setAlarm(Date.now() + 100); storage.deleteAlarm(); }
    if (what === "deleteset") { storage.deleteAlarm(); storage.setAlarm(Date.now() + 100); }
    if (what === "twice") { const first = Date.now() + 100; storage.setAlarm(first); storage.setAlarm(first + 60_000); out.second = (await storage.getAlarm()) === first + 60_000; }
    if (what === "long") { await storage.setAlarm(Date.now() + 50); await wait(300); out.after = await state(); }
    out.end = await state();
    log(what, out);
    return Response.json(out);
  }
  async alarm(info) {
    log("alarm", { inside: await this.ctx.storage.getAlarm(), keys: Object.keys(info ?? {}).sort(), isRetry: info?.isRetry });
  }
}

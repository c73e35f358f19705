// Event, EventTarget, CustomEvent, MessageChannel, reportError: fields, order, options, words of refusals.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const show = (v) => {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : "<number " + (Object.is(v, -0) ? "-0" : v) + ">";
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return "<bigint " + v + ">";
  if (typeof v === "function" || typeof v === "symbol") return "<" + typeof v + ">";
  if (v instanceof Date) return "<Date " + +v + ">";
  if (v instanceof RegExp) return "<RegExp " + v + ">";
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message, Object.keys(v)] };
  if (v instanceof Map) return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (v instanceof Set) return { "<Set>": [...v].map(show) };
  if (v instanceof ArrayBuffer) return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { ["<" + v.constructor.name + ">"]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const p = Object.getPrototypeOf(v);
  const o = p && p !== Object.prototype ? { "<class>": p.constructor?.name } : {};
  for (const k of Object.keys(v)) o[k] = show(v[k]);
  return o;
};
const err = (e) => {
  if (e === null || typeof e !== "object") return { thrown: show(e) };
  const o = { kind: e.constructor?.name, name: e.name, message: e.message };
  for (const k of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (e[k] !== undefined) o[k] = e[k];
  return o;
};
const ask = async (label, fn) => { try { log(label, { r: show(await fn()) }); } catch (e) { log(label, { error: err(e) }); } };
export class Room {
  async fetch() {
    const seen = [];
    await ask("event", () => { const e = new Event("x", { bubbles: true, cancelable: true, composed: true }); return [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.eventPhase, e.target, e.currentTarget, e.isTrusted, typeof e.timeStamp, e.returnValue, e.srcElement, e.composedPath(), Object.keys(e), String(e), Event.AT_TARGET]; });
    await ask("event none", () => new Event());
    await ask("event odd", () => [new Event(5).type, new Event(null).type, new Event("").type]);
    await ask("custom", () => { const e = new CustomEvent("x", { detail: { a: 1 } }); return [e.detail, new CustomEvent("y").detail, e instanceof Event, String(e)]; });
    await ask("kinds", () => { const m = new MessageEvent("m", { data: { a: 1 } }); const c = new CloseEvent("close", { code: 1001, reason: "r", wasClean: true }); const r = new ErrorEvent("error", { message: "m", error: new Error("e"), filename: "f", lineno: 3 }); return [m.data, m.origin, m.lastEventId, m.source, m.ports, c.code, c.reason, c.wasClean, r.message, r.error, r.filename, r.lineno, r.colno, new CloseEvent("c").code, new CloseEvent("c").reason, new ErrorEvent("e").message, new ErrorEvent("e").error, new MessageEvent("m").data]; });
    await ask("target", () => { const t = new EventTarget(); const out = []; t.addEventListener("x", function (e) { out.push(this === t, e.target === t, e.currentTarget === t, e.eventPhase, e.composedPath().length); e.preventDefault(); }); const e = new Event("x", { cancelable: true }); return [t.dispatchEvent(e), e.defaultPrevented, e.target === t, e.currentTarget === t, e.eventPhase, out, t.dispatchEvent(new Event("none"))]; });
    await ask("order", () => { const t = new EventTarget(); const out = []; const f = () => out.push("f"); t.addEventListener("x", () => { out.push("a"); t.addEventListener("x", () => out.push("added")); }); t.addEventListener("x", f); t.addEventListener("x", f); t.addEventListener("x", { handleEvent() { out.push("object", this !== t); } }); t.addEventListener("x", () => t.removeEventListener("x", last)); const last = () => out.push("last"); t.addEventListener("x", last); t.dispatchEvent(new Event("x")); out.push("|"); t.dispatchEvent(new Event("x")); return out; });
    await ask("capture", () => { const t = new EventTarget(); const out = []; const f = () => out.push("f"); t.addEventListener("x", () => out.push("bubble")); t.addEventListener("x", f, true); t.removeEventListener("x", f); t.dispatchEvent(new Event("x")); t.removeEventListener("x", f, { capture: true }); t.dispatchEvent(new Event("x")); return out; });
    await ask("stop", () => { const t = new EventTarget(); const out = []; t.addEventListener("x", (e) => { out.push(1); e.stopPropagation(); }); t.addEventListener("x", (e) => { out.push(2); e.stopImmediatePropagation(); }); t.addEventListener("x", () => out.push(3)); t.dispatchEvent(new Event("x")); return out; });
    await ask("passive", () => { const t = new EventTarget(); t.addEventListener("x", (e) => e.preventDefault(), { passive: true }); const e = new Event("x", { cancelable: true }); return [t.dispatchEvent(e), e.defaultPrevented]; });
    await ask("once", () => { const t = new EventTarget(); let n = 0; t.addEventListener("x", () => n++, { once: true }); t.dispatchEvent(new Event("x")); t.dispatchEvent(new Event("x")); return n; });
    await ask("listener throws", () => { const t = new EventTarget(); let n = 0; t.addEventListener("x", () => { throw new RangeError("from a listener"); }); t.addEventListener("x", () => n++); return [t.dispatchEvent(new Event("x")), n]; });
    await ask("dispatch twice", () => { const t = new EventTarget(); const e = new Event("x"); t.dispatchEvent(e); return t.dispatchEvent(e); });
    await ask("dispatch within", () => { const t = new EventTarget(); const e = new Event("x"); t.addEventListener("x", () => t.dispatchEvent(e)); return t.dispatchEvent(e); });
    await ask("dispatch text", () => new EventTarget().dispatchEvent("x"));
    await ask("no listener", () => new EventTarget().addEventListener("x", null));
    await ask("listener text", () => new EventTarget().addEventListener("x", "f"));
    await ask("listener object", () => { const t = new EventTarget(); t.addEventListener("x", {}); return t.dispatchEvent(new Event("x")); });
    await ask("one argument", () => new EventTarget().addEventListener("x"));
    await ask("on property", () => { const t = new EventTarget(); let n = 0; t.onx = () => n++; t.dispatchEvent(new Event("x")); return n; });
    await ask("subclass", () => { class Bus extends EventTarget { emit(d) { return this.dispatchEvent(new CustomEvent("e", { detail: d })); } } const b = new Bus(); const out = []; b.addEventListener("e", (e) => out.push(e.detail)); b.emit(1); b.emit({ z: 2 }); return out; });
    await ask("async listener", async () => { const t = new EventTarget(); const out = []; t.addEventListener("x", async () => { out.push("start"); await null; out.push("end"); }); t.dispatchEvent(new Event("x")); out.push("after"); await null; await null; return out; });
    await ask("channel", async () => { const { port1, port2 } = new MessageChannel(); const out = []; port2.onmessage = (e) => out.push(e.data, e.target === port2, e.ports?.length); const date = { d: new Date(0), m: new Map([[1, 2]]) }; port1.postMessage(date); port1.postMessage("second"); out.push("sync"); await wait(10); port1.close(); port1.postMessage("closed"); await wait(5); return [out, String(port1)]; });
    await ask("channel listener", async () => { const { port1, port2 } = new MessageChannel(); const out = []; port2.addEventListener("message", (e) => out.push(e.data)); port1.postMessage(1); await wait(5); out.push("start"); port2.start(); await wait(5); return out; });
    await ask("channel function", () => new MessageChannel().port1.postMessage(() => 1));
    await ask("channel order", async () => { const { port1, port2 } = new MessageChannel(); const out = []; port2.onmessage = (e) => out.push(e.data); port1.postMessage("message"); queueMicrotask(() => out.push("microtask")); await wait(10); return out; });
    await ask("globals", () => [typeof addEventListener, typeof removeEventListener, typeof dispatchEvent, typeof reportError, String(globalThis), globalThis === self, typeof onmessage, typeof EventSource, typeof BroadcastChannel]);
    const listener = (e) => { seen.push([e.type, e.constructor.name, show(e.error ?? e.reason), e.message]); e.preventDefault(); };
    addEventListener("error", listener); addEventListener("unhandledrejection", listener); addEventListener("rejectionhandled", listener);
    await ask("reportError", async () => { reportError(new TypeError("reported")); reportError("text"); await wait(5); return seen.splice(0); });
    await ask("reportError none", () => reportError());
    await ask("rejection", async () => { Promise.reject(new RangeError("nobody")); await wait(5); return seen.splice(0); });
    await ask("rejection of a text", async () => { Promise.reject("plain"); await wait(5); return seen.splice(0); });
    await ask("rejection of nothing", async () => { Promise.reject(undefined); await wait(5); return seen.splice(0); });
    await ask("handled later", async () => { const p = Promise.reject(new Error("late")); await wait(5); p.catch(() => {}); await wait(5); return seen.splice(0); });
    await ask("handled in time", async () => { const p = Promise.reject(new Error("soon")); await null; p.catch(() => {}); await wait(5); return seen.splice(0); });
    await ask("async function", async () => { (async () => { await null; throw new SyntaxError("float"); })(); await wait(5); return seen.splice(0); });
    await ask("own global event", async () => { const out = []; const f = (e) => out.push(e.detail); addEventListener("mine", f); dispatchEvent(new CustomEvent("mine", { detail: 3 })); removeEventListener("mine", f); dispatchEvent(new CustomEvent("mine", { detail: 4 })); return out; });
    removeEventListener("error", listener); removeEventListener("unhandledrejection", listener); removeEventListener("rejectionhandled", listener);
    return new Response("done");
  }
}

// TextEncoder, TextDecoder, their streams, atob and btoa: options, broken input, pieces, words of refusals.
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
const bytes = (...a) => new Uint8Array(a);
const through = async (stream, ...chunks) => { const w = stream.writable.getWriter(); const done = (async () => { for (const c of chunks) await w.write(c); await w.close(); })().catch((e) => err(e)); const out = []; try { for await (const x of stream.readable) out.push(show(x)); } catch (e) { out.push(err(e)); } return [out, await done]; };
export class Room {
  async fetch() {
    await ask("encode", () => [new TextEncoder().encode("aü😀"), new TextEncoder().encode(), new TextEncoder().encode(undefined), new TextEncoder().encode(null), new TextEncoder().encode(12), new TextEncoder().encode("\ud800x")]);
    await ask("encodeInto", () => { const u = new Uint8Array(4); return [new TextEncoder().encodeInto("aü😀", u), u]; });
    await ask("encodeInto bad", () => new TextEncoder().encodeInto("a", []));
    await ask("encoder", () => [new TextEncoder().encoding, String(new TextEncoder()), Object.keys(new TextEncoder())]);
    for (const label of ["utf8", "UTF-8", "unicode-1-1-utf-8", "latin1", "ascii", "windows-1252", "iso-8859-1", "utf-16", "utf-16le", "utf-16be", "iso-8859-2", "shift_jis", "gbk", "big5", "euc-kr", "koi8-r", "windows-1251", "x-user-defined", "nope", "", " utf-8 "])
      await ask("decoder " + label, () => new TextDecoder(label).encoding);
    await ask("decoder null", () => new TextDecoder(null).encoding);
    await ask("decoder props", () => { const d = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }); return [d.fatal, d.ignoreBOM, d.encoding, new TextDecoder().fatal]; });
    await ask("decode kinds", () => { const d = new TextDecoder(); const u = bytes(97, 98, 99, 100); return [d.decode(u), d.decode(u.buffer), d.decode(u.subarray(1, 3)), d.decode(new DataView(u.buffer, 2)), d.decode(), d.decode(undefined), d.decode(new Uint16Array([0x6261]))]; });
    await ask("decode text", () => new TextDecoder().decode("abc"));
    await ask("decode array", () => new TextDecoder().decode([97]));
    await ask("decode null", () => new TextDecoder().decode(null));
    await ask("broken", () => [bytes(0xff), bytes(0xc3), bytes(0xe2, 0x82), bytes(0xed, 0xa0, 0x80), bytes(0xf0, 0x9f, 0x98, 97), bytes(0xc0, 0x80)].map((u) => new TextDecoder().decode(u)));
    await ask("fatal", () => new TextDecoder("utf-8", { fatal: true }).decode(bytes(97, 0xff)));
    await ask("fatal cut", () => new TextDecoder("utf-8", { fatal: true }).decode(bytes(0xc3)));
    await ask("fatal then good", () => { const d = new TextDecoder("utf-8", { fatal: true }); try { d.decode(bytes(0xff)); } catch { /* expected */ } return d.decode(bytes(97)); });
    await ask("bom", () => { const u = bytes(0xef, 0xbb, 0xbf, 97); return [new TextDecoder().decode(u).length, new TextDecoder("utf-8", { ignoreBOM: true }).decode(u).length]; });
    await ask("pieces", () => { const d = new TextDecoder(); return [d.decode(bytes(0xf0, 0x9f), { stream: true }), d.decode(bytes(0x98), { stream: true }), d.decode(bytes(0x80, 97), { stream: true }), d.decode()]; });
    await ask("pieces cut", () => { const d = new TextDecoder(); return [d.decode(bytes(0xc3), { stream: true }), d.decode(), d.decode(bytes(97))]; });
    await ask("pieces bom", () => { const d = new TextDecoder(); return [d.decode(bytes(0xef, 0xbb), { stream: true }), d.decode(bytes(0xbf, 97), { stream: true }), d.decode(bytes(0xef, 0xbb, 0xbf))].map((s) => [...s].map((c) => c.codePointAt(0))); });
    await ask("latin1", () => [...new TextDecoder("latin1").decode(bytes(0x80, 0xe4, 0xff))].map((c) => c.codePointAt(0)));
    await ask("utf-16", () => [new TextDecoder("utf-16le").decode(bytes(97, 0, 0xfc, 0)), new TextDecoder("utf-16le").decode(bytes(97)), new TextDecoder("utf-16be").decode(bytes(0, 97))]);
    await ask("shift_jis", () => new TextDecoder("shift_jis").decode(bytes(0x82, 0xa0)));
    await ask("windows-1251", () => new TextDecoder("windows-1251").decode(bytes(0xcf, 0xf0)));
    await ask("atob", () => [atob("aGk="), atob("aGk"), atob(" aG k= \n"), atob(""), atob("/+8=").length, [...atob("/+8=")].map((c) => c.charCodeAt(0))]);
    for (const text of ["a", "aGk*", "aGk==", "=", "aG=k", "_-8=", null, undefined, 1234]) await ask("atob " + text, () => atob(text));
    await ask("btoa", () => [btoa("hi"), btoa(""), btoa("\xff\0"), btoa(null), btoa(undefined), btoa(12)]);
    await ask("btoa wide", () => btoa("ü😀"));
    await ask("btoa none", () => btoa());
    await ask("encoder stream", () => through(new TextEncoderStream(), "aü", "\ud83d", "\ude00", "", 5));
    await ask("encoder stream half", () => through(new TextEncoderStream(), "a\ud83d"));
    await ask("decoder stream", () => through(new TextDecoderStream(), bytes(97, 0xc3), bytes(0xbc), bytes(98).buffer, bytes()));
    await ask("decoder stream cut", () => through(new TextDecoderStream(), bytes(97, 0xc3)));
    await ask("decoder stream fatal", () => through(new TextDecoderStream("utf-8", { fatal: true }), bytes(97, 0xff)));
    await ask("decoder stream text", () => through(new TextDecoderStream(), "abc"));
    await ask("stream props", () => { const d = new TextDecoderStream("latin1"); return [d.encoding, d.fatal, d.ignoreBOM, new TextEncoderStream().encoding]; });
    await ask("base64 of arrays", () => [typeof Uint8Array.fromBase64, typeof Uint8Array.prototype.toHex, Uint8Array.fromBase64?.("aGk="), bytes(1, 255).toHex?.(), bytes(1, 255).toBase64?.()]);
    await ask("text of strings", () => ["\ud800".isWellFormed(), "\ud800x".toWellFormed(), "ä".normalize("NFD").length, "I".toLocaleLowerCase("tr"), "ß".toLocaleUpperCase(), "a".localeCompare("B"), ["ä", "z", "a"].sort((a, b) => a.localeCompare(b, "de"))]);
    await ask("segments", () => [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment("👩‍👧e\u0301")].map((s) => s.segment.length));
    await ask("locale", () => [(1234567.891).toLocaleString(), new Date(0).toLocaleString("en-US"), new Date(0).toLocaleDateString(), new Date(0).getTimezoneOffset(), Intl.DateTimeFormat().resolvedOptions().timeZone, new Intl.NumberFormat("de", { style: "currency", currency: "EUR" }).format(5), new Date(0).toString()]);
    return new Response("done");
  }
}

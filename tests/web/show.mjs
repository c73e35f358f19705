// A JSON image of any value, with tags for what JSON cannot carry. Self-contained: it is also sent as text.
export function show(v) {
  const tag = Object.prototype.toString.call(v).slice(8, -1); // the same in every realm
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number") return Number.isFinite(v) && !Object.is(v, -0) ? v : `<number ${Object.is(v, -0) ? "-0" : v}>`;
  if (typeof v === "undefined") return "<undefined>";
  if (typeof v === "bigint") return `<bigint ${v}>`;
  if (typeof v === "function" || typeof v === "symbol") return `<${typeof v}>`;
  if (tag === "Date") return `<Date ${+v}>`;
  if (v instanceof Error) return { "<Error>": [Object.getPrototypeOf(v)?.constructor?.name, v.name, v.message] };
  if (tag === "Map") return { "<Map>": [...v].map(([k, x]) => [show(k), show(x)]) };
  if (tag === "ArrayBuffer") return { "<ArrayBuffer>": [...new Uint8Array(v)] };
  if (ArrayBuffer.isView(v)) return { [`<${v.constructor.name}>`]: [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)] };
  if (Array.isArray(v)) return Array.from(v, show);
  const prototype = Object.getPrototypeOf(v);
  const out = prototype && prototype.constructor?.name !== "Object" ? { "<class>": prototype.constructor?.name } : {};
  for (const key of Object.keys(v)) out[key] = show(v[key]);
  return out;
}

export async function ask(question) {
  try {
    return { ok: show(await question()) };
  } catch (e) {
    return { error: { name: e?.name, message: e?.message ?? String(e), class: e?.constructor?.name } };
  }
}

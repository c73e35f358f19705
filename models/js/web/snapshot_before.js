// A context in which a snapshot is made has no SharedArrayBuffer yet, and a library looks at its prototype while it
// loads. A stand-in until snapshot_after.js; no URL ever holds one.
if (typeof SharedArrayBuffer === "undefined") {
  globalThis.SharedArrayBuffer = class StandIn {
    get byteLength() { throw new TypeError("not a SharedArrayBuffer"); }
    get growable() { throw new TypeError("not a SharedArrayBuffer"); }
  };
}

if (globalThis.SharedArrayBuffer?.name === "StandIn") delete globalThis.SharedArrayBuffer;

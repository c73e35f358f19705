// How our tools in JavaScript answer the program that started them: the frames of sim/frames.h, on descriptor 3.
import { writeSync } from "node:fs";

export const BLOCK = 1, END = 2, BAD_INPUT = 3;

export function send(type, value) {
  const payload = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(payload.length, 4);
  for (let rest = Buffer.concat([head, payload]); rest.length > 0;) rest = rest.subarray(writeSync(3, rest));
}

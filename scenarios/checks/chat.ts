/// <reference path="../../models/script/dormouse.d.ts" />
// What a chat promises, beyond what Dormouse knows of rooms in general.

/** The number of a message of the chat's own; undefined: it is about something else. */
const numberOf = (text: string): number | undefined => JSON.parse(text).n;

const last = new Map<string, number>();

export const numbersRise: DormouseCheck = {
  name: "each client sees the messages' numbers rise",
  always(record) {
    if (record.record === "closed") last.delete(record.client);
    if (record.record !== "received") return undefined;
    const n = numberOf(record.body);
    if (n === undefined) return undefined;
    const before = last.get(record.client) ?? 0;
    last.set(record.client, n);
    return n > before || `after ${before} came ${n}`;
  },
};

export const everyMessageIsHeard: DormouseCheck = {
  name: "whatever arrives at a room leaves it again",
  when: (record) => record.record === "message-arrived" && record.body,
  eventually: (record, text) => record.record === "message-left" && JSON.parse(record.body).text === text,
  within: "5s",
};

export const roomSleeps: DormouseCheck = {
  name: "a room wakes with people in it",
  sometimes: (record) => record.record === "constructed" && record.reason === "wake-from-hibernation" && record.sockets > 0,
};

export const historyIsKept: DormouseCheck = {
  name: "the history holds the last 50 messages",
  atEnd(run) {
    const stored = run.storage("lobby");
    if (!stored) return undefined;
    const { count, ...messages } = stored.kv as Record<string, { n: number }> & { count: number };
    const numbers = Object.values(messages).map(({ n }) => n).sort((a, b) => a - b);
    if (numbers.length !== Math.min(count, 50)) return `${numbers.length} messages of ${count}`;
    return numbers.at(-1) === count || `the last one is ${numbers.at(-1)}, and ${count} were counted`;
  },
};

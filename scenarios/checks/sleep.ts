/// <reference path="../../models/script/dormouse.d.ts" />
// A room that sleeps through what needs no thought.

let wakes = 0;

export const sleepsThroughHeartbeats: DormouseCheck = {
  name: "the room wakes twice at most",
  always(record) {
    if (record.record !== "constructed" || record.reason !== "wake-from-hibernation") return undefined;
    return ++wakes <= 2 || `woken ${wakes} times`;
  },
};

let answered = 0;

export const heartbeatsAreAnswered: DormouseCheck = {
  name: "heartbeats are answered without it",
  sometimes: (record) => record.record === "message-arrived" && record.autoResponse && ++answered > 10_000,
};

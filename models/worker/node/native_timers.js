// The runtime's own timers, which count by numbers: taken before anything stands in their place.
export const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;

import library from "unenv/node/diagnostics_channel";
export default { ...library, hasSubscribers: (name) => library.hasSubscribers(name) === true };

/** What the Worker's main module exports, by name. */
export const exported = {};

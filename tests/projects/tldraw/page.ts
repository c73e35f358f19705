// What of a window and its document the library looks at.
Object.assign(globalThis, {
  window: globalThis,
  devicePixelRatio: 1,
  document: Object.assign(new EventTarget(), { hidden: false }),
});

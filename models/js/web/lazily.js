/// A regular expression that few rooms need is made when it is first asked for. What V8 has compiled of it is kept for all
/// contexts of an engine, but not for one that lies in the snapshot. Whole files wait by "later:" (later_plugin.mjs).
export function lazily(make) {
  let made;
  return () => (made ??= make());
}

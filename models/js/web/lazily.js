/// What few rooms need is made when it is first asked for: each context would have to make it at its start. Of a regular
/// expression V8 also keeps the code that it has compiled, for all contexts of an engine, but not for one that lies in
/// the snapshot. A library that is asked for by require() lies in the bundle as one function that nobody has called.
export function lazily(make) {
  let made;
  return () => (made ??= make());
}

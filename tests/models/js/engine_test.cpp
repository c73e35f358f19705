#include "models/js/engine.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/models/js/engine_fixture.h"

namespace models::js {

TEST_CASE("A module is loaded and its functions are called with text and numbers", "[engine]") {
  EngineWithRoom room("export const greet = (name, n) => `hi ${name} ${n + 1}`;");
  CHECK(room.text("greet", {"Ada", 41.0}) == "hi Ada 42");
}

TEST_CASE("Every kind of argument arrives as its JavaScript value", "[engine]") {
  EngineWithRoom room(
      "export const kinds = (...all) => all.map((v) => v === null ? 'null' : v instanceof ArrayBuffer ? "
      "'bytes ' + new Uint8Array(v).join() : typeof v).join('; ');\nexport const object = () => ({a: 1});");
  REQUIRE(std::holds_alternative<Handle>(room.start()));
  const Handle object = std::get<Handle>(room.run("object"));
  const std::string seen = room.text("kinds", {Undefined{}, Null{}, true, 1.5, std::string_view("x"),
                                               BytesArg{std::string_view("\x01\xff", 2)}, &object});
  CHECK(seen == "undefined; null; boolean; number; string; bytes 1,255; object");
}

TEST_CASE("More arguments than a few are passed on", "[engine]") {
  EngineWithRoom room("export const sum = (...all) => String(all.reduce((a, b) => a + b, 0));");
  CHECK(room.text("sum", {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0}) == "55");
}

TEST_CASE("A host function sees its arguments as they are", "[engine]") {
  EngineWithRoom room(
      "export const f = () => host.look('t\\u00e9\\ud800', 2.9, 12n, true, null, undefined, new Uint8Array([0, 1, "
      "2, 3]).subarray(1, 3), -1e300, 'x'.repeat(1000) + '\\u20ac');");
  std::string seen;
  room.engine.define("look", [&](Call& call) {
    CHECK(call.size() == 9);
    CHECK(call.text(0) == "t\xc3\xa9\xef\xbf\xbd");
    CHECK(call.number(1) == 2.9);
    CHECK(call.integer(1) == 2);
    CHECK(call.integer(2) == 12);
    CHECK(call.boolean(3));
    CHECK(call.is_null(4));
    CHECK(call.is_undefined(5));
    CHECK(call.is_undefined(99));
    CHECK(call.is_bytes(6));
    CHECK(call.bytes(6) == "\x01\x02");
    CHECK(call.integer(7) == std::numeric_limits<std::int64_t>::min());
    CHECK(call.text(8) == std::string(1000, 'x') + "\xe2\x82\xac");
    CHECK(std::isnan(call.number(0)));
    CHECK(call.text(1) == "");
    CHECK(call.is_string(0));
    seen = "yes";
  });
  room.run("f");
  CHECK(seen == "yes");
}

TEST_CASE("What a host function returns or throws arrives in JavaScript", "[engine]") {
  EngineWithRoom room(
      "export const f = () => [host.text(), host.number(), host.yes(), host.null_(), new "
      "Uint8Array(host.bytes()).join(), host.same(host) === host].join(' ');\n"
      "export const g = (name) => { try { host.fail(name) } catch (e) { return `${e instanceof Error} ${e.name} "
      "${e.message} ${e.constructor.name}`; } };");
  room.engine.define("text", [](Call& call) { call.returns(std::string_view("\xe2\x82\xac")); });
  room.engine.define("number", [](Call& call) { call.returns(0.5); });
  room.engine.define("yes", [](Call& call) { call.returns(true); });
  room.engine.define("null_", [](Call& call) { call.returns_null(); });
  room.engine.define("bytes", [](Call& call) { call.returns_bytes(std::string_view("\x00\x07", 2)); });
  room.engine.define("same", [](Call& call) { call.returns(call.value(0)); });
  room.engine.define("fail", [](Call& call) { call.throws(call.text(0), "no"); });
  CHECK(room.text("f") == "\xe2\x82\xac 0.5 true  0,7 true");
  CHECK(room.text("g", {"TypeError"}) == "true TypeError no TypeError");
  CHECK(room.text("g", {"SyntaxError"}) == "true SyntaxError no SyntaxError");
  CHECK(room.text("g", {"InvalidStateError"}) == "true InvalidStateError no DOMException");
}

TEST_CASE("A host function may call back into JavaScript, and jobs wait for the end of the turn", "[engine]") {
  EngineWithRoom room(
      "export function f() { Promise.resolve().then(() => host.log('job')); host.log('before ' + host.call(inner)); "
      "host.log('after'); }\nfunction inner() { Promise.resolve().then(() => host.log('inner job')); return 'inner'; "
      "}");
  room.engine.define("call", [&](Call& call) {
    const Handle function = call.value(0);
    const Outcome outcome = room.engine.call(function, {});
    call.returns(std::get<Handle>(outcome));
  });
  room.run("f");
  CHECK(room.log == "before inner\nafter\njob\ninner job\n");
}

TEST_CASE("Microtasks run before the turn ends", "[engine]") {
  EngineWithRoom room("export async function f() { await null; host.log('later'); }\nexport const g = 1;");
  CHECK(room.words(room.run("f")) == "(no text)");
  CHECK(room.log == "later\n");
}

TEST_CASE("What JavaScript throws carries name, message, stack and the user's position", "[engine]") {
  EngineWithRoom room("export function f() {\n  throw new TypeError('no');\n}\n");
  const Outcome outcome = room.run("f");
  const auto& error = std::get<Threw>(outcome).error;
  CHECK(error.name == "TypeError");
  CHECK(error.message == "no");
  REQUIRE(error.position);
  CHECK(error.position->file == "room.js");
  CHECK(error.position->line == 2);
  CHECK(error.position->column == 9);
  CHECK(error.stack == "    at f (room.js:2:9)");
}

TEST_CASE("Frames of the engine's own scripts are not shown", "[engine]") {
  EngineWithRoom room("export const f = () => {\n  null.x;\n};");
  REQUIRE(std::holds_alternative<Handle>(room.start()));
  const Handle function = room.engine.property(room.room, "f");
  const Outcome outcome = room.engine.call(room.engine.entry("throw_from_the_glue"), {&function});
  CHECK(std::get<Threw>(outcome).error.stack == "    at f (room.js:2:8)");
}

TEST_CASE("What is thrown and no error is told as text, with the place of the throw", "[engine]") {
  EngineWithRoom room("export const f = () => {\n  throw 'plain';\n};\nexport const g = () => { throw Symbol('s'); };");
  const Outcome outcome = room.run("f");
  const auto& error = std::get<Threw>(outcome).error;
  CHECK(error.name == "");
  CHECK(error.message == "plain");
  REQUIRE(error.position);
  CHECK(error.position->line == 2);
  CHECK(room.text("g") == ": Symbol(s)");
}

TEST_CASE("An error whose properties throw is still told", "[engine]") {
  EngineWithRoom room(
      "export const f = () => { const e = new Error('x'); Object.defineProperty(e, 'message', {get() { throw 1; }}); "
      "throw e; };");
  CHECK(room.text("f") == "Error: ");
}

TEST_CASE("Rejections that nobody handles by the end of the turn are kept", "[engine]") {
  EngineWithRoom room(
      "export const f = () => {\n  Promise.reject(new RangeError('lost'));\n  const p = Promise.reject(1); "
      "Promise.resolve().then(() => p.catch(() => {}));\n};");
  room.run("f");
  const auto rejections = room.engine.take_unhandled_rejections();
  REQUIRE(rejections.size() == 1);
  CHECK(rejections[0].name == "RangeError");
  CHECK(rejections[0].position->line == 2);
  CHECK(room.engine.take_unhandled_rejections().empty());
}

TEST_CASE("A turn that the host aborts runs nothing more and drops its jobs", "[engine]") {
  EngineWithRoom room(
      "export function f() { Promise.resolve().then(() => host.log('job'));"
      " try { host.abort(); host.log('after'); } catch { host.log('caught'); } finally { host.log('finally'); } }\n"
      "export const g = () => 'alive';");
  CHECK(room.text("f") == "aborted");
  CHECK(room.text("g") == "alive");
  CHECK(room.log == "");
}

TEST_CASE("An abort inside a call back into JavaScript ends the whole turn", "[engine]") {
  EngineWithRoom room(
      "export function f() { try { host.call(() => { host.abort(); host.log('in'); }); } catch {} host.log('out'); }\n"
      "export async function g() { await null; host.abort(); host.log('job'); }\nexport const h = () => 'alive';");
  room.engine.define("call", [&](Call& call) {
    const Handle function = call.value(0);
    CHECK(std::holds_alternative<Aborted>(room.engine.call(function, {})));
  });
  CHECK(room.text("f") == "aborted");
  CHECK(room.text("g") == "aborted");
  CHECK(room.text("h") == "alive");
  CHECK(room.log == "");
}

TEST_CASE("A C++ exception of a host function crosses the JavaScript and ends the turn", "[engine]") {
  EngineWithRoom room(
      "export function f() { try { host.fail(); } catch { host.log('caught'); } }\nexport const g = () => 'alive';");
  room.engine.define("fail", [](Call&) { throw std::runtime_error("a broken host"); });
  REQUIRE(std::holds_alternative<Handle>(room.start()));
  CHECK_THROWS_WITH(room.run("f"), "a broken host");
  CHECK(room.log == "");
  CHECK(room.text("g") == "alive");
}

TEST_CASE("The glue sees the host during install and the user's code never does", "[engine]") {
  EngineWithRoom room("export const f = () => String(typeof __dormouse);");
  CHECK(room.text("f") == "undefined");
  CHECK(room.engine.entry("no such entry").empty());
  CHECK(room.engine.is_function(room.engine.entry("call_with_json")));
}

TEST_CASE("Values are looked at from outside", "[engine]") {
  EngineWithRoom room(
      "export const v = {b: 1, a: 'x', t: true, f() {}, get g() { throw 1; }};\nexport const zero = 0;");
  REQUIRE(std::holds_alternative<Handle>(room.start()));
  Engine& engine = room.engine;
  const Handle value = engine.property(room.room, "v");
  CHECK(engine.own_property_names(value) == std::vector<std::string>{"b", "a", "t", "f", "g"});
  CHECK(engine.as_number(engine.property(value, "b")) == 1.0);
  CHECK(engine.as_text(engine.property(value, "a")) == "x");
  CHECK(engine.is_true(engine.property(value, "t")));
  CHECK_FALSE(engine.is_true(engine.property(value, "b")));
  CHECK(engine.property(value, "g").empty());
  CHECK(engine.property(value, "toString").empty());
  const auto position = engine.position_of(engine.property(value, "f"));
  REQUIRE(position);
  CHECK(position->file == "room.js");
  CHECK(position->line == 1);
}

TEST_CASE("A handle may outlive its engine", "[engine]") {
  Handle kept;
  {
    EngineWithRoom room("export const v = {};");
    REQUIRE(std::holds_alternative<Handle>(room.start()));
    kept = room.engine.property(room.room, "v");
  }
  CHECK_FALSE(kept.empty());
}

TEST_CASE("Engines side by side do not see each other", "[engine]") {
  EngineWithRoom one("globalThis.x = 'one'; export const f = () => x;");
  EngineWithRoom two("export const f = () => { globalThis.x = globalThis.x || 'two'; return x; };");
  CHECK(one.text("f") == "one");
  CHECK(two.text("f") == "two");
  CHECK(one.text("f") == "one");
}

TEST_CASE("Zone, locale and code from strings are sealed", "[engine]") {
  EngineWithRoom room(
      "export const zone = () => new Date(0).toString();\n"
      "export const locale = () => Intl.DateTimeFormat().resolvedOptions().locale + (1234.5).toLocaleString();\n"
      "export const code = () => eval('1');\nexport const constructed = () => new Function('1');\n"
      "export const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);");
  CHECK(room.text("zone") == "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)");
  CHECK(room.text("locale") == "en-US1,234.5");
  CHECK(room.text("code") == "EvalError: Code generation from strings disallowed for this context");
  CHECK(room.text("constructed") == "EvalError: Code generation from strings disallowed for this context");
  CHECK(room.text("wait") == "TypeError: Atomics.wait cannot be called in this context");
}

TEST_CASE("Values are serialised in V8's wire format and read back", "[engine]") {
  EngineWithRoom room(
      "export const f = () => { const m = new Map([[1, {d: new Date(5), a: [1n, , /x/g]}]]); m.set('self', m);\n"
      "  const c = host.deserialize(new Uint8Array(host.serialize(m))); const {d, a} = c.get(1);\n"
      "  return [c.get('self') === c, d.getTime(), a[0] === 1n, 1 in a, a[2].flags].join(); };\n"
      "export const head = () => new Uint8Array(host.serialize('a')).slice(0, 2).join();\n"
      "export const fail = (n) => { try { host.serialize({v: [() => 1, Symbol('s'), Promise.resolve()][n]}) } catch "
      "(e) { return e.name + ': ' + e.message; } };\n"
      "export const garbage = () => host.deserialize(new Uint8Array([1, 2, 3]));");
  CHECK(room.text("f") == "true,5,true,false,g");
  CHECK(room.text("head") == "255,15");
  CHECK(room.text("fail", {0.0}) == "DataCloneError: () => 1 could not be cloned.");
  CHECK(room.text("fail", {1.0}) == "DataCloneError: Symbol(s) could not be cloned.");
  CHECK(room.text("fail", {2.0}) == "DataCloneError: #<Promise> could not be cloned.");
  CHECK(room.text("garbage").find("Unable to deserialize cloned data") != std::string::npos);
}

TEST_CASE("A small integer is written as V8 would write it, and read back", "[engine]") {
  // Within an array V8's own serialiser writes it: header, 'A', 1, the number, the array's end.
  EngineWithRoom room(
      "const bytes = (v) => [...new Uint8Array(host.serialize(v))];\n"
      "export const same = (n) => { const alone = bytes(n), inside = bytes([n]).slice(4, -3);\n"
      "  return alone.join() === [255, 15, ...inside].join() ? 'same' : alone + ' ' + inside; };\n"
      "export const back = (n) => String(host.deserialize(host.serialize(n)));\n"
      "export const cut = (...b) => { try { return String(host.deserialize(new Uint8Array(b))) } catch (e) { return "
      "e.name } };");
  for (const double n : {0.0, 1.0, -1.0, 63.0, 64.0, -64.0, -65.0, 8191.0, 8192.0, 2147483647.0, -2147483648.0, 0.5,
                         -0.0, 2147483648.0}) {
    CAPTURE(n);
    CHECK(room.text("same", {n}) == "same");
  }
  CHECK(room.text("back", {2147483647.0}) == "2147483647");
  CHECK(room.text("back", {-2147483648.0}) == "-2147483648");
  CHECK(room.text("back", {-65.0}) == "-65");
  CHECK(room.text("cut", {255.0, 15.0, 73.0}) == "Error");
  CHECK(room.text("cut", {255.0, 15.0, 73.0, 128.0}) == "Error");
}

}  // namespace models::js

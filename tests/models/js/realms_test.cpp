#include "models/js/engine.h"
#include "tests/models/js/engine_fixture.h"

namespace models::js {

namespace {

double number(Engine& engine, const Outcome& outcome) {
  REQUIRE(std::holds_alternative<Handle>(outcome));
  return engine.as_number(std::get<Handle>(outcome)).value_or(-1);
}

}  // namespace

TEST_CASE("Realms share no globals, and what is compiled once runs in each of them", "[realms]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  const std::string source =
      "globalThis.times = (globalThis.times ?? 0) + 1; Array.prototype.mark = (Array.prototype.mark ?? 0); "
      "++Array.prototype.mark + times";
  CHECK(number(engine, engine.run("count.js", source)) == 2);
  CHECK(number(engine, engine.run("count.js", source)) == 4);
  const RealmId other = engine.open_realm();
  CHECK(number(engine, engine.run("count.js", source)) == 2);
  engine.use(RealmId{});
  CHECK(number(engine, engine.run("count.js", source)) == 6);
  engine.use(other);
  CHECK(number(engine, engine.run("count.js", source)) == 4);
}

TEST_CASE("Each realm has host functions and a glue of its own", "[realms]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  std::string heard;
  engine.define("say", [&](Call& call) { heard += "first:" + call.text(0) + " "; });
  REQUIRE(std::holds_alternative<Handle>(engine.install()));
  const RealmId second = engine.open_realm();
  engine.define("say", [&](Call& call) { heard += "second:" + call.text(0) + " "; });
  REQUIRE(std::holds_alternative<Handle>(engine.install()));
  const std::string speak = "Promise.resolve().then(() => host.say('b')); host.say('a');";
  static_cast<void>(engine.run("speak.js", speak));
  engine.use(RealmId{});
  static_cast<void>(engine.run("speak.js", speak));
  CHECK(heard == "second:a second:b first:a first:b ");
  engine.close_realm(second);
  static_cast<void>(engine.run("speak.js", speak));
  CHECK(heard == "second:a second:b first:a first:b first:a first:b ");
}

TEST_CASE("A syntax error in a script is told with its place, and so is what it throws", "[realms]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  const Outcome unreadable = engine.run("bad.js", "let a = 1;\nlet b = ;");
  REQUIRE(std::holds_alternative<Threw>(unreadable));
  CHECK(std::get<Threw>(unreadable).error.position->line == 2);
  const Outcome threw = engine.run("throws.js", "const f = () => { throw new TypeError('no'); };\nf();");
  REQUIRE(std::holds_alternative<Threw>(threw));
  CHECK(std::get<Threw>(threw).error.message == "no");
  CHECK(std::get<Threw>(threw).error.position->file == "throws.js");
}

TEST_CASE("An engine's turn may run within another's, which then goes on", "[realms]") {
  Engine outer(DORMOUSE_TEST_SNAPSHOT, {});
  Engine inner(DORMOUSE_TEST_SNAPSHOT, {});
  outer.define("ask", [&](Call& call) { call.returns(number(inner, inner.run("inner.js", "20 + 1"))); });
  REQUIRE(std::holds_alternative<Handle>(outer.install()));
  CHECK(number(outer, outer.run("outer.js", "host.ask() * 2")) == 42);
}

TEST_CASE("A thousand realms come and go", "[realms]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    const RealmId realm = engine.open_realm();
    sum += number(engine, engine.run("x.js", "globalThis.x = (globalThis.x ?? 0) + 1"));
    engine.close_realm(realm);
  }
  CHECK(sum == 1000);
}

}  // namespace models::js

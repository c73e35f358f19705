#include "models/js/engine.h"
#include "tests/models/js/engine_fixture.h"

namespace models::js {

namespace {

std::string answer(Engine& engine, const std::string& expression) {
  const Outcome outcome = engine.run(expression, expression);
  if (const auto* threw = std::get_if<Threw>(&outcome)) return threw->error.name + ": " + threw->error.message;
  REQUIRE(std::holds_alternative<Handle>(outcome));
  return engine.as_text(std::get<Handle>(outcome)).value_or("(no text)");
}

}  // namespace

TEST_CASE("A global that is made later is a property like any other", "[later]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  CHECK(answer(engine, "String('Rare' in globalThis && Object.hasOwn(globalThis, 'Rare'))") == "true");
  CHECK(answer(engine, "String(Object.keys(globalThis).filter((name) => name === 'Rare' || name === 'shown'))") ==
        "shown");
  CHECK(answer(engine, "typeof Rare + Rare.name") == "functionRare");
  CHECK(
      answer(engine,
             "const { value, ...rest } = Object.getOwnPropertyDescriptor(globalThis, 'shown'); JSON.stringify(rest)") ==
      R"({"writable":true,"enumerable":true,"configurable":true})");
  CHECK(answer(engine, "String(new Rare() instanceof Rare && Rare === globalThis.Rare)") == "true");
  CHECK(answer(engine, "String([shown.made, globalThis.__dormouse_later])") == "1,");
}

TEST_CASE("A global that is made later can be written and deleted before anybody has read it", "[later]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  CHECK(answer(engine, "globalThis.Rare = 'mine'; Rare + Object.keys(globalThis).includes('Rare')") == "minefalse");
  CHECK(answer(engine, "delete globalThis.shown; typeof shown") == "undefined");
  CHECK(answer(engine, "Object.defineProperty(globalThis, 'spare', { value: 5 }); String(spare)") == "5");
}

TEST_CASE("Each realm makes its own, of its own intrinsics", "[later]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  CHECK(answer(engine, "shown.mark = 'first'; String(shown.promise instanceof Promise)") == "true");
  static_cast<void>(engine.open_realm());
  CHECK(answer(engine, "String([shown.mark, shown.made, shown.promise instanceof Promise])") == ",1,true");
  engine.use(RealmId{});
  CHECK(answer(engine, "shown.mark") == "first");
  REQUIRE(engine.start_anew());
  CHECK(answer(engine, "String(shown.mark)") == "undefined");
}

TEST_CASE("What fails while it is made fails where it is read, and may succeed the next time", "[later]") {
  Engine engine(DORMOUSE_TEST_SNAPSHOT, {});
  CHECK(answer(engine, "fragile") == "RangeError: not yet");
  CHECK(answer(engine, "globalThis.mended = true; fragile") == "whole");
}

}  // namespace models::js

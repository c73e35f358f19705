#include "models/js/engine.h"

#include "tests/models/js/engine_fixture.h"

namespace models::js {

TEST_CASE("A module is loaded and its functions are called with text and numbers", "[engine]") {
  EngineWithRoom room("export const greet = (name, n) => `hi ${name} ${n + 1}`;");
  CHECK(room.text("greet", {"Ada", 41.0}) == "hi Ada 42");
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

TEST_CASE("A turn that the host aborts runs nothing more and drops its jobs", "[engine]") {
  EngineWithRoom room(
      "export function f() { Promise.resolve().then(() => host.log('job'));"
      " try { host.abort(); host.log('after'); } catch { host.log('caught'); } finally { host.log('finally'); } }\n"
      "export const g = () => 'alive';");
  CHECK(room.text("f") == "aborted");
  CHECK(room.text("g") == "alive");
  CHECK(room.log == "");
}

}  // namespace models::js

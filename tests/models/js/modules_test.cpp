#include "models/js/engine.h"
#include "tests/models/js/engine_fixture.h"

namespace models::js {

namespace {

using Files = std::map<std::string, std::string>;

ScriptError failure(const std::string& source, Files others = {}) {
  EngineWithRoom room(source, {}, std::move(others));
  const Outcome outcome = room.start();
  REQUIRE(std::holds_alternative<Threw>(outcome));
  return std::get<Threw>(outcome).error;
}

std::string place(const ScriptError& error) {
  if (!error.position) return "nowhere";
  return error.position->file + ":" + std::to_string(error.position->line) + ":" +
         std::to_string(error.position->column);
}

}  // namespace

TEST_CASE("Modules import each other, once each, in a circle too", "[modules]") {
  EngineWithRoom room("import {a} from './a.js';\nimport {b} from './b.js';\nexport const f = () => a() + b();", {},
                      {{"a.js", "import {b} from './b.js';\nhost.log('a');\nexport const a = () => 'a' + b();"},
                       {"b.js", "import {a} from './a.js';\nhost.log('b');\nexport const b = () => typeof a;"}});
  CHECK(room.text("f") == "afunctionfunction");
  CHECK(room.log == "b\na\n");
}

TEST_CASE("A host module exports the properties of its object", "[modules]") {
  EngineWithRoom room("import {env, greet} from 'cloudflare:workers';\nexport const f = () => greet(env.NAME);");
  room.engine.define("provide", [&](Call& call) { room.engine.define_host_module(call.text(0), call.value(1)); });
  REQUIRE(std::holds_alternative<Handle>(room.engine.install()));
  ModulesInMemory provider(
      Files{{"p.js", "host.provide('cloudflare:workers', {env: {NAME: 'x'}, greet: (n) => 'hi ' + n});"}});
  REQUIRE(std::holds_alternative<Handle>(room.engine.load("p.js", provider)));
  const Outcome loaded = room.engine.load("room.js", room.modules);
  REQUIRE(std::holds_alternative<Handle>(loaded));
  room.room = std::get<Handle>(loaded);
  CHECK(room.text("f") == "hi x");
}

TEST_CASE("A syntax error is told with the user's position", "[modules]") {
  const ScriptError error = failure("export const a = 1;\nlet x = ;\n");
  CHECK(error.name == "SyntaxError");
  CHECK(error.message == "Unexpected token ';'");
  CHECK(place(error) == "room.js:2:9");
}

TEST_CASE("A syntax error of an imported module names that module", "[modules]") {
  CHECK(place(failure("import './a.js';", {{"a.js", "\n\n  )"}})) == "a.js:3:3");
}

TEST_CASE("An import that leads nowhere is told with the place of the import", "[modules]") {
  const ScriptError error = failure("import './a.js';", {{"a.js", "// one\nimport {x} from './nope.js';\n"}});
  CHECK(error.message == "No such module \"nope.js\", imported from \"a.js\".");
  CHECK(place(error) == "a.js:2:17");
  CHECK(error.stack == "    at a.js:2:17");
}

TEST_CASE("A missing export is told with the place of the import", "[modules]") {
  const ScriptError error = failure("import {y} from './a.js';", {{"a.js", "export const x = 1;"}});
  CHECK(error.name == "SyntaxError");
  CHECK(error.message.find("does not provide an export named 'y'") != std::string::npos);
  CHECK(place(error) == "room.js:1:9");
}

TEST_CASE("What a module throws while it is evaluated is told", "[modules]") {
  const ScriptError error = failure("await null;\nthrow new Error('at start');");
  CHECK(error.message == "at start");
  CHECK(place(error) == "room.js:2:7");
}

TEST_CASE("Top-level await that nothing can wake fails the load", "[modules]") {
  CHECK(failure("await new Promise(() => {});").message.find("Top-level await did not settle") == 0);
}

TEST_CASE("A module is imported while running through the same source", "[modules]") {
  EngineWithRoom room(
      "export const f = async (n) => { try { const m = await import(n); host.log(m.x); } catch (e) { "
      "host.log(e.message); } };\nexport const url = () => import.meta.url;",
      {}, {{"a.js", "export const x = 'a';"}, {"bad.js", "throw new Error('bad');"}, {"worse.js", ")"}});
  room.run("f", {"./a.js"});
  room.run("f", {"./bad.js"});
  room.run("f", {"./worse.js"});
  room.run("f", {"./nope.js"});
  CHECK(room.log == "a\nbad\nUnexpected token ')'\nNo such module \"nope.js\", imported from \"room.js\".\n");
  CHECK(room.text("url") == "room.js");
  CHECK(room.engine.take_unhandled_rejections().empty());
}

}  // namespace models::js

#pragma once

#include <map>
#include <string>
#include <utility>
#include <variant>

#include "models/js/engine.h"
#include "tests/catch.h"

namespace models::js {

/// Modules held in a map; "./x" is found as "x".
class ModulesInMemory final : public ModuleSource {
 public:
  explicit ModulesInMemory(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  std::variant<Module, NotFound> resolve(std::string_view specifier, std::string_view referrer) override {
    std::string name(specifier);
    if (name.starts_with("cloudflare:")) return Module{name, "", true};
    if (name.starts_with("./")) name.erase(0, 2);
    const auto found = files_.find(name);
    if (found == files_.end()) {
      return NotFound{"No such module \"" + name + "\", imported from \"" + std::string(referrer) + "\"."};
    }
    return Module{name, found->second, false};
  }

 private:
  std::map<std::string, std::string> files_;
};

/// An engine on the test bundle whose module "room.js" has this source. What the code passes to host.log is kept.
struct EngineWithRoom {
  explicit EngineWithRoom(const std::string& source, EngineLimits limits = {},
                          std::map<std::string, std::string> others = {})
      : engine(DORMOUSE_TEST_SNAPSHOT, limits), modules(with(std::move(others), source)) {
    engine.define("log", [this](Call& call) { log += call.text(0) + "\n"; });
    engine.define("abort", [this](Call&) { engine.abort_turn(); });
  }

  /// Installs the glue and loads the room.
  Outcome start() {
    Outcome installed = engine.install();
    if (!std::holds_alternative<Handle>(installed)) return installed;
    Outcome loaded = engine.load("room.js", modules);
    if (const auto* exports = std::get_if<Handle>(&loaded)) room = *exports;
    return loaded;
  }
  Outcome run(std::string_view function, std::initializer_list<Argument> arguments = {}) {
    if (room.empty()) REQUIRE(std::holds_alternative<Handle>(start()));
    return engine.call(engine.property(room, function), arguments);
  }
  /// The text that the function returned; what else happened, in words.
  std::string text(std::string_view function, std::initializer_list<Argument> arguments = {}) {
    return words(run(function, arguments));
  }
  std::string words(const Outcome& outcome) {
    if (const auto* threw = std::get_if<Threw>(&outcome)) return threw->error.name + ": " + threw->error.message;
    if (const auto* limited = std::get_if<Limited>(&outcome)) return "limit: " + limited->limit.what;
    if (std::holds_alternative<Aborted>(outcome)) return "aborted";
    return engine.as_text(std::get<Handle>(outcome)).value_or("(no text)");
  }

  Engine engine;
  ModulesInMemory modules;
  Handle room;
  std::string log;

 private:
  static std::map<std::string, std::string> with(std::map<std::string, std::string> files, const std::string& room) {
    files["room.js"] = room;
    return files;
  }
};

}  // namespace models::js

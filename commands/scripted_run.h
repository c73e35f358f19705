#pragma once

// The user's JavaScript outside of rooms, in a worker: clients and checks of one run.

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/script/checks.h"
#include "models/script/script_group.h"
#include "scenarios/world.h"

namespace commands {

class ScriptedRun {
 public:
  /// request: a worker's, with the bundled scripts and the engines' snapshot. Made before the world, and outlives it.
  /// Throws scenarios::InputError for checks that cannot be used.
  ScriptedRun(const nlohmann::json& request, const scenarios::Scenario& scenario, sim::RunSeed seed,
              sim::TraceSink& sink);

  /// Where the world is to write its trace.
  [[nodiscard]] sim::TraceSink& sink() { return sink_; }
  void join(scenarios::World& world);
  [[nodiscard]] sim::DrawsSeen draws_seen() const { return choices_.draws_seen(); }

 private:
  [[nodiscard]] models::script::ScriptCode code_of(const std::string& file) const;
  void add_checks();

  const scenarios::Scenario& scenario_;
  nlohmann::json scripts_;
  std::string snapshot_;
  sim::Choices choices_;
  models::script::CheckedSink sink_;
  std::vector<std::unique_ptr<models::script::Checks>> checks_;
  std::unique_ptr<models::script::ClientScripts> clients_;
};

}  // namespace commands

#pragma once

// The user's JavaScript outside of rooms, in a worker: clients and checks of one run.

#include <memory>
#include <vector>

#include "commands/script_bundles.h"
#include "models/script/checks.h"
#include "models/script/script_group.h"
#include "scenarios/world.h"

namespace commands {

class ScriptedRun {
 public:
  /// Made before the world, and outlives it, as bundles outlive this. Throws scenarios::InputError for checks that
  /// cannot be used.
  ScriptedRun(ScriptBundles& bundles, const scenarios::Scenario& scenario, sim::RunSeed seed, sim::TraceSink& sink);

  /// Where the world is to write its trace.
  [[nodiscard]] sim::TraceSink& sink() { return sink_; }
  void join(scenarios::World& world);
  [[nodiscard]] sim::DrawsSeen draws_seen() const { return choices_.draws_seen(); }

 private:
  void add_checks();

  const scenarios::Scenario& scenario_;
  ScriptBundles& bundles_;
  sim::Choices choices_;
  models::script::CheckedSink sink_;
  std::vector<std::unique_ptr<models::script::Checks>> checks_;
  std::unique_ptr<models::script::ClientScripts> clients_;
};

}  // namespace commands

#pragma once

// All that one run of a scenario needs, ready to begin.

#include <nlohmann/json.hpp>

#include "application_code.h"
#include "commands/end_of.h"
#include "commands/scripted_run.h"
#include "models/room/isolates.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"

namespace dormouse {

class Stage {
 public:
  /// All but seed and maker must outlive the run. Throws scenarios::InputError for what cannot be loaded.
  Stage(commands::ScriptBundles& scripts, const scenarios::Scenario& scenario, sim::RunSeed seed,
        const models::room::Isolates::MakeEngine& maker, const ApplicationCode& code, sim::TraceSink& sink)
      : scripts_(scripts, scenario, seed, sink),
        world_(scenario, seed, scripts_.sink()),
        isolates_(world_.platform(), maker, code.codes()) {
    scripts_.join(world_);
    world_.platform().set_host(isolates_);
    if (const auto error = isolates_.load()) throw code.bad_input(*error);
  }
  [[nodiscard]] scenarios::World& world() { return world_; }
  [[nodiscard]] models::room::Isolates& isolates() { return isolates_; }
  sim::RunOutcome run(std::uint64_t most_events = sim::RunLimits{}.max_events) {
    world_.start_clients();
    return world_.run(most_events);
  }
  [[nodiscard]] nlohmann::json end() { return commands::end_of(world_, scripts_.draws_seen()); }

 private:
  commands::ScriptedRun scripts_;
  scenarios::World world_;
  models::room::Isolates isolates_;
};

}  // namespace dormouse

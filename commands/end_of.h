#pragma once

// What a worker says of a run that has ended, whatever kind of room it was of.

#include <nlohmann/json.hpp>

#include "scenarios/world.h"
#include "sim/choice.h"

namespace commands {

/// besides: what was drawn outside of the world, by code that is no room.
[[nodiscard]] inline nlohmann::json end_of(scenarios::World& world, const sim::DrawsSeen& besides = {}) {
  sim::DrawsSeen draws = world.simulation().choices().draws_seen();
  draws += besides;
  return {{"fingerprint", world.fingerprint().to_string()},
          {"events", world.simulation().events_run()},
          {"hostLimit", world.platform().host_limit_hit().value_or("")},
          {"draws", {{"count", draws.count}, {"sum", draws.sum}}}};
}

}  // namespace commands

#pragma once

// What a worker says of a run that has ended, whatever kind of room it was of.

#include <nlohmann/json.hpp>

#include "scenarios/world.h"
#include "sim/draws_seen.h"

namespace commands {

[[nodiscard]] inline nlohmann::json end_of(scenarios::World& world) {
  const sim::DrawsSeen draws = sim::draws_seen();
  return {{"fingerprint", world.fingerprint().to_string()},
          {"hostLimit", world.platform().host_limit_hit().value_or("")},
          {"draws", {{"count", draws.count}, {"sum", draws.sum}}}};
}

}  // namespace commands

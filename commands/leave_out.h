#pragma once

// A run of a scenario with some of what befalls it left out.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

#include "scenarios/fuzz/mischief.h"
#include "scenarios/scenario.h"

namespace commands {

struct LeftOut {
  std::vector<std::size_t> faults;           // by their places in the scenario's list
  std::vector<scenarios::fuzz::Knob> knobs;  // as by default
};

/// The knobs that the scenario has turned.
[[nodiscard]] std::vector<scenarios::fuzz::Knob> turned_knobs(const scenarios::Scenario& scenario);

/// For a worker's request, under "leftOut".
[[nodiscard]] nlohmann::json request_of(const LeftOut& left_out);
/// The worker's side: nothing for requests without.
void leave_out(const nlohmann::json& request, scenarios::Scenario& scenario);

}  // namespace commands

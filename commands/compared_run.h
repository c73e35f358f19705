#pragma once

// One run of a comparison: what its supervisor asks for, and how a worker changes the scenario for it.

#include <nlohmann/json.hpp>
#include <string>

#include "commands/supervise.h"
#include "reports/comparison.h"
#include "scenarios/scenario.h"

namespace commands {

struct ComparedRun {
  std::string policy;  // as scenarios::choose_eviction reads it
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
};

struct ComparedRunResult {
  WorkDone work;
  reports::MeasuredRun run;
};

/// Throws as supervise() does. code: {bundles, scripts}, as bundles_of() and scripts_of() make them; wake_worth: the
/// residence that costs as much as a wake.
[[nodiscard]] ComparedRunResult play_compared(const scenarios::Scenario& scenario, const ComparedRun& run,
                                              const nlohmann::json& code, sim::Duration wake_worth);

/// The worker's side: the policy takes the place of the scenario's own, wakes are told, and the trace has no more than
/// lives and bills need. Nothing for other requests.
void apply_comparison(const nlohmann::json& request, scenarios::Scenario& scenario);

}  // namespace commands

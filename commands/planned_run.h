#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/scenario.h"
#include "sim/choice.h"

namespace commands {

/// One run of a campaign.
struct PlannedRun {
  std::filesystem::path scenario;
  std::string variation;  // of those that its `vary:` makes; "": it makes none
  sim::RunSeed seed;
  bool replicated = false;  // it is one of several under its seed
};

/// Every replication of every variation.
[[nodiscard]] std::vector<PlannedRun> runs_of(const std::vector<scenarios::Scenario>& variations);

/// "visitors=10, replication 3"; "" for the only run of its scenario.
[[nodiscard]] std::string run_name(const PlannedRun& run);
/// The same after the scenario's path.
[[nodiscard]] std::string name_of(const PlannedRun& run);

/// What a user types to see this run alone.
[[nodiscard]] std::string repeat_command(const PlannedRun& run);

/// A path or word as a shell would take it back.
[[nodiscard]] std::string quoted(const std::string& word);

}  // namespace commands

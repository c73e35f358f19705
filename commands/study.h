#pragma once

// A scenario's file may ask for many runs: variations, and replications of each.

#include <vector>

#include "commands/played.h"
#include "commands/run.h"
#include "scenarios/scenario.h"

namespace commands {

struct Study {
  std::vector<scenarios::Scenario> variations;
  std::vector<scenarios::PlannedRun> runs;
};

/// What the options leave of the runs that the file asks for. Throws InputError.
[[nodiscard]] Study study_of(const std::filesystem::path& file, const RunOptions& options);

/// Of a table with a line for each run.
void print_study_head();
void print_study_line(const scenarios::Scenario& scenario, const scenarios::PlannedRun& planned, const Played& played);

}  // namespace commands

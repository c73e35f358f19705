#pragma once

// A scenario's file may ask for many runs: variations, and replications of each.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "commands/planned_run.h"
#include "commands/run.h"

namespace commands {

/// What the options leave of the runs that the file asks for, or make of them. Throws InputError.
[[nodiscard]] std::vector<PlannedRun> study_of(const std::filesystem::path& file, const RunOptions& options);

/// Of a table with a line for each run. result: as campaigns keep it.
void print_study_head();
void print_study_line(const nlohmann::ordered_json& result);

}  // namespace commands

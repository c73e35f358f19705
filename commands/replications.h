#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "commands/planned_run.h"
#include "commands/supervise.h"

namespace commands {

struct ReplicationOptions {
  unsigned jobs = 0;
  std::optional<std::filesystem::path> results;
  bool resume = false;  // what the file of results holds already is not played again
  bool json = false;
  bool quiet = false;
  bool plain = false;
  bool table = false;  // a line for each run instead of how often each promise held
};

/// `dormouse run --replications`: plays the runs over the cores and says how they went.
[[nodiscard]] Exit replicate(const std::vector<PlannedRun>& runs, const ReplicationOptions& options);

}  // namespace commands

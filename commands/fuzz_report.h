#pragma once

// What a campaign says in the end.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/bug_explanation.h"
#include "commands/bugs.h"
#include "commands/residual_risk.h"

namespace commands {

struct FoundBug {
  Bug bug;
  Finding finding;
  std::optional<BugExplanation> explanation;  // none if it could not be shown once more
};

struct FuzzReport {
  FuzzTotals totals;
  ResidualRisk risk;
  std::vector<std::pair<Bug, BugReplay>> replayed;  // of earlier campaigns, played first
  std::vector<FoundBug> found;
  std::vector<nlohmann::json> hints;  // {kind, words}
  bool interrupted = false;
};

[[nodiscard]] std::string text_of(const FuzzReport& report);
[[nodiscard]] nlohmann::json json_of(const FuzzReport& report);

}  // namespace commands

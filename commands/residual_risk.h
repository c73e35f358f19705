#pragma once

// What a campaign does not say: how likely what it did not see still is, and what it never put to the test.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/fuzz_campaign.h"

namespace commands {

struct ResidualRisk {
  std::uint64_t runs = 0, failed = 0;
  double fails_at_most = 1;                // share of such runs, at 95 %; of a campaign without a failure
  double unseen = 1;                       // share of runs that are of no kind seen so far
  std::vector<std::string> never_met;      // "hibernated: alarm"
  std::vector<std::string> never_reached;  // "worker.js:12:5 function"
  std::vector<std::string> never_struck;   // kinds of faults and knobs
};

/// bundles: as bundles_of() makes them.
[[nodiscard]] ResidualRisk residual_risk(const FuzzTotals& totals, const nlohmann::json& bundles);

[[nodiscard]] nlohmann::json json_of(const ResidualRisk& risk);
/// A few lines.
[[nodiscard]] std::vector<std::string> short_words(const ResidualRisk& risk);

}  // namespace commands

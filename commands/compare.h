#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "commands/supervise.h"

namespace commands {

struct CompareOptions {
  std::filesystem::path scenario;
  std::string variation;  // of a scenario that varies
  std::string policies;   // "documented,ttl(60s),never"
  std::uint32_t replications = 10;
  std::string precision;  // "5%": as many replications as that takes, at most most_replications
  std::uint32_t most_replications = 200;
  std::optional<std::uint64_t> seed;  // else the scenario's own
  std::string wake_worth;             // "10s"; else from list prices
  std::optional<std::filesystem::path> json, csv;
  bool quiet = false;
  unsigned jobs = 0;
};

/// `dormouse compare`: the same scenario under several eviction policies, under the same seeds.
[[nodiscard]] Exit compare(const CompareOptions& options);

}  // namespace commands

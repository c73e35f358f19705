#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct RunOptions {
  std::vector<std::filesystem::path> scenarios;
  std::optional<std::uint64_t> seed;           // else the scenario's own
  std::string variation;                       // of a scenario that varies; "": all
  std::optional<std::uint32_t> replication;    // else all that the scenario asks for
  std::optional<std::filesystem::path> trace;  // .jsonl: a line of JSON a record; else blocks
  bool json = false;
  bool quiet = false;
  bool plain = false;
  std::uint32_t replications = 0;                // of each variation; 0: as many as the scenario asks for
  unsigned jobs = 0;                             // worker processes at a time; 0: one a core
  std::optional<std::filesystem::path> results;  // of several runs, a line of JSON each
  bool resume = false;
  bool doublecheck = false;
  bool same = false;   // of two scenarios: clients must see the same in both
  bool lines = false;  // which of the code ran, and what calls cost
};

/// `dormouse run`: plays scenarios, prints what happened, what was promised, and what it costs.
[[nodiscard]] Exit run(const RunOptions& options);

/// `dormouse check`: reads a scenario and its Worker, and plays nothing.
[[nodiscard]] Exit check(const std::filesystem::path& scenario);

}  // namespace commands

#pragma once

// `dormouse mutate`: standard mistakes in the user's rooms, and which promises of the scenarios notice each.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct MutateOptions {
  std::vector<std::filesystem::path> scenarios;
  std::vector<std::string> only;  // kinds; empty: all
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> runs;  // of the fuzzer, for each mutant that no promise catches
  bool no_fuzz = false;
  std::optional<std::filesystem::path> json;
  unsigned jobs = 0;  // 0: one a core
  bool quiet = false;
};

/// Throws scenarios::InputError and std::runtime_error.
[[nodiscard]] Exit mutate(const MutateOptions& options);

}  // namespace commands

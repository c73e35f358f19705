#pragma once

// `dormouse fuzz`: many short runs of a scenario, each with something that may befall it in production.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct FuzzOptions {
  std::filesystem::path scenario;
  std::string variation;  // of a scenario that varies
  std::optional<std::uint64_t> seed;
  std::uint64_t runs = 0;  // 0: as many as the time allows
  std::string time = "1min";
  unsigned jobs = 0;  // 0: one a core
  bool quiet = false;
  bool json = false;
  bool expectations = true;          // else runs are held to what needs no promise alone
  std::vector<std::string> without;  // oracles that are not asked
  bool hints = false;                // count as findings for the exit code
  bool until_failure = false;
  bool resume = false;
  std::string shard;  // "2/5"; "": the whole
  std::filesystem::path out = ".dormouse/bugs";
  std::string strategy = "portfolio";
  unsigned depth = 0;  // of orders; 0: drawn
  std::filesystem::path corpus = ".dormouse/fuzz/corpus";
  bool fresh = false;  // begins without what is in the corpus
};

/// Throws scenarios::InputError and std::runtime_error.
[[nodiscard]] Exit fuzz(const FuzzOptions& options);

}  // namespace commands

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

/// Where a suite's outcome goes besides the terminal.
struct SuiteOutputs {
  std::optional<std::filesystem::path> junit, json, sarif;
  bool github = false;  // annotations on standard output, and the step summary if $GITHUB_STEP_SUMMARY is set
};

struct SuiteOptions {
  std::vector<std::filesystem::path> paths;  // scenarios, and folders with scenarios below; none: here
  unsigned jobs = 0;
  std::string shard;     // "2/5": every fifth scenario, from the second on; "": all
  bool changed = false;  // what held by the same inputs before is not played again
  std::optional<std::uint64_t> seed;
  bool quiet = false;
  SuiteOutputs outputs;
};

/// `dormouse test`: plays all scenarios below folders; a scenario passes if its outcome is the one it says.
[[nodiscard]] Exit test_suite(const SuiteOptions& options);

struct MergeOptions {
  std::vector<std::filesystem::path> files;  // what `test --json` wrote, shard by shard
  SuiteOutputs outputs;
};

/// `dormouse merge`: the shards of one suite as if it had been played in one piece.
[[nodiscard]] Exit merge_suites(const MergeOptions& options);

/// The scenarios below these paths, each once, in order of path. Throws scenarios::InputError for a path that is not
/// there, and if there is none.
[[nodiscard]] std::vector<std::filesystem::path> find_scenarios(const std::vector<std::filesystem::path>& paths);

}  // namespace commands

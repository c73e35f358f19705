#pragma once

// A finding played again: whether it fails still, and in the same way.

#include <filesystem>
#include <optional>
#include <string>

#include "commands/leave_out.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/scenario.h"

namespace commands {

struct JudgedRun {
  std::optional<scenarios::fuzz::Failure> failure;
  scenarios::fuzz::Transcript seen;  // by clients
  bool interrupted = false;
};

/// A failure that no property tells: the run met a limit of the machine, or its process died.
[[nodiscard]] scenarios::fuzz::Failure host_limit(const std::string& detail);

/// The scenario by its own seed. trace: where to write it. Throws as play() does.
[[nodiscard]] JudgedRun judge_run(const scenarios::Scenario& scenario, const LeftOut& left_out = {},
                                  const std::optional<std::filesystem::path>& trace = {});

/// The scenario of a finding, held against awake.yaml in the same folder if there is one.
[[nodiscard]] JudgedRun judge_finding(const std::filesystem::path& folder, const std::string& variation,
                                      const LeftOut& left_out = {},
                                      const std::optional<std::filesystem::path>& trace = {});

}  // namespace commands

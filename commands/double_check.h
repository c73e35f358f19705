#pragma once

#include "commands/planned_run.h"
#include "commands/supervise.h"

namespace commands {

/// `dormouse run --doublecheck`: plays the run twice, each time in a process of its own, and stops at the first record
/// that differs. Exit::holds if there is none, Exit::violated if there is one.
[[nodiscard]] Exit double_check(const PlannedRun& run, bool quiet);

}  // namespace commands

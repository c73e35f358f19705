#pragma once

// What ended a worker process, made smaller: no process can play that twice, so each try has one of its own.

#include <filesystem>

#include "commands/finding.h"
#include "scenarios/scenario.h"

namespace commands {

/// Some tens of tries at most, and no more once a minute is over. As it is if it does not happen again. folder: the
/// finding's. Throws scenarios::InputError if nothing can be written there.
[[nodiscard]] Finding smaller_death(const std::filesystem::path& folder, const scenarios::Scenario& scenario,
                                    bool expectations, Finding finding);

}  // namespace commands

#pragma once

// A finding as a scenario of its own, as small as it can be.

#include "fuzz_trials.h"
#include "scenarios/fuzz/tree.h"
#include "sim/choice.h"

namespace dormouse {

/// The scenario with what was done to it, less what the failure can do without, and less draws. one: its mischief is
/// minimal already. stream: of values in place of draws.
[[nodiscard]] scenarios::fuzz::Tree smallest(FuzzTrials& trials, const scenarios::fuzz::Case& one,
                                             const scenarios::fuzz::Failure& failure, sim::RandomStream& stream);

}  // namespace dormouse

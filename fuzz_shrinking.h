#pragma once

// A finding as a scenario of its own, as small as it can be.

#include <functional>

#include "fuzz_trials.h"
#include "scenarios/fuzz/tree.h"
#include "sim/choice.h"

namespace dormouse {

/// The scenario with what was done to it, as it failed.
[[nodiscard]] scenarios::fuzz::Tree whole(const FuzzTrials& trials, const scenarios::fuzz::Case& one,
                                          const scenarios::fuzz::Failure& failure);

/// The scenario with what was done to it, less what the failure can do without, and less draws. one: its mischief is
/// minimal already. stream: of values in place of draws. goes_on: asked before each run; what is smallest when it says
/// no has to do.
[[nodiscard]] scenarios::fuzz::Tree smallest(FuzzTrials& trials, const scenarios::fuzz::Case& one,
                                             const scenarios::fuzz::Failure& failure, sim::RandomStream& stream,
                                             const std::function<bool()>& goes_on);

/// The failure in the words and with the values of this scenario; as it is given where the scenario does not fail so.
[[nodiscard]] scenarios::fuzz::Failure as_it_fails(FuzzTrials& trials, const scenarios::fuzz::Tree& scenario,
                                                   const scenarios::fuzz::Case& one, scenarios::fuzz::Failure failure);

}  // namespace dormouse

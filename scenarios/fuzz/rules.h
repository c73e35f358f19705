#pragma once

// Why what the fuzzer does to a run may happen: for each thing the rule that allows it, and where it stands.

#include <string_view>

#include "scenarios/fuzz/mischief.h"

namespace scenarios::fuzz {

/// "idle and hibernatable objects leave memory (docs/faults.md, hibernate; spec 1.2)"
[[nodiscard]] std::string_view rule_of(const Mischief& mischief);

/// Likewise of a room that is woken with nothing to do.
[[nodiscard]] std::string_view rule_of_wakes();

}  // namespace scenarios::fuzz

#pragma once

// A scenario without draws: each stands for one of the values that it may have.

#include <cstdint>
#include <functional>
#include <optional>

#include "scenarios/fuzz/tree.h"
#include "sim/choice.h"

namespace scenarios::fuzz {

/// What a draw may always be; empty for what is none.
[[nodiscard]] std::optional<Tree> constant_of(const Tree& drawn);

/// Each draw replaced by a value of it, so that the scenario still fails; as it was if that does not come about in
/// `most` attempts.
[[nodiscard]] Tree determined(const Tree& scenario, const std::function<bool(const Tree&)>& fails, std::uint64_t most,
                              sim::RandomStream& stream);

}  // namespace scenarios::fuzz

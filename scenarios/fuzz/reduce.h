#pragma once

// Of a scenario that fails what the failure needs: hierarchical delta debugging (G. Misherghi, Z. Su, "HDD:
// hierarchical delta debugging", ICSE 2006) over its YAML, with simpler values in place of draws, and the steps of a
// loop in place of the loop.

#include <cstdint>
#include <functional>

#include "scenarios/fuzz/tree.h"

namespace scenarios::fuzz {

/// fails(scenario) is taken for granted, and is asked `most` times at most; a scenario that cannot be read does not
/// fail.
[[nodiscard]] Tree reduced(Tree scenario, const std::function<bool(const Tree&)>& fails, std::uint64_t most);

/// Steps of clients, arrivals in loops counted once, and faults: how large a scenario is to a reader.
[[nodiscard]] std::uint64_t events_of(const Tree& scenario);

}  // namespace scenarios::fuzz

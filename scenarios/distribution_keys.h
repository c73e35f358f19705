#pragma once

// The maps that draw durations, sizes and numbers.

#include "scenarios/key_table.h"
#include "scenarios/map_reader.h"

namespace scenarios {

extern const KeyTable kDistribution;
extern const KeyTable kSizeDistribution;
extern const KeyTable kNumberDistribution;
extern const KeyTable kZipfNumbers;

[[nodiscard]] const KeyTable& distribution_keys(Quantity quantity);
/// Of normal, lognormal, weibull, pareto, gamma.
[[nodiscard]] const KeyTable& parameter_keys(std::string_view kind, Quantity quantity);

}  // namespace scenarios

#pragma once

#include "models/runtime/cost_table.h"
#include "sim/time.h"

namespace scenarios {

/// What processor time costs against memory, at the vendor's list prices: $0.02 for a million ms of Worker CPU, $12.50
/// for a million GB-s of an object's 0.128 GB. A second of the one buys 12.5 of the other.
inline constexpr double kSecondsOfMemoryForASecondOfCpu = 12.5;

/// How long an object may stay in memory for the price of one wake: the mean time of loading and constructing it, as
/// CPU time and as memory. What is worth more than money in a wake (whoever waits for it) is not in it.
[[nodiscard]] sim::Duration wake_worth(const models::runtime::CostTable& costs);

}  // namespace scenarios

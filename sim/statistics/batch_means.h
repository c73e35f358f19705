#pragma once

// One long run in place of many: its samples hang together, the means of long enough batches hardly do.

#include <cstddef>
#include <span>

#include "sim/statistics/interval.h"

namespace sim::statistics {

/// So many batches of equal length, side by side; what does not fill one is left out at the front. Precondition:
/// 2 <= batches <= samples.
[[nodiscard]] Interval batch_means(std::span<const double> series, std::size_t batches, double level = kUsualLevel);

/// Every batch of this length, one beginning at each sample (Meketon & Schmeiser 1984): as good as side by side with
/// half as many samples again. Precondition: 2 <= 2 * length <= samples.
[[nodiscard]] Interval overlapping_batch_means(std::span<const double> series, std::size_t length,
                                               double level = kUsualLevel);

}  // namespace sim::statistics

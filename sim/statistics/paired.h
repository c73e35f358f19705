#pragma once

// Two systems under common random numbers: the i-th sample of both comes from the same seed.

#include <span>

#include "sim/statistics/interval.h"

namespace sim::statistics {

struct Paired {
  Interval difference;     // of b - a
  double correlation = 0;  // 0 if either does not vary
  /// How many times the variance of the difference would be with seeds of their own; infinity if it has none.
  double variance_cut = 1;
};

/// Throws std::invalid_argument unless both have as many samples.
[[nodiscard]] Paired paired_difference(std::span<const double> a, std::span<const double> b,
                                       double level = kUsualLevel);

}  // namespace sim::statistics

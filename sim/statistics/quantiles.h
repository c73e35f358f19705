#pragma once

// Quantiles with intervals that ask nothing of the distribution: a t-interval on a percentile would.

#include <optional>
#include <span>
#include <vector>

#include "sim/statistics/interval.h"

namespace sim::statistics {

/// The smallest sample that at least p of all do not exceed. Precondition: sorted, not empty, 0 < p <= 1.
[[nodiscard]] double quantile_of(std::span<const double> sorted, double p);

struct Bounds {
  double low = 0, high = 0;
};

/// Between two order statistics, by the binomial distribution, of independent samples. Nothing if there are too few:
/// for p = 0.99 and 95 % that is below 368. Precondition: sorted.
[[nodiscard]] std::optional<Bounds> order_statistic_interval(std::span<const double> sorted, double p,
                                                             double level = kUsualLevel);

/// Sectioning (Asmussen & Glynn 2007, III.5): each section is a run of its own, whose samples may hang together; the
/// sections' quantiles around that of all samples make the interval. Sections without samples count for nothing. Sorts
/// them.
[[nodiscard]] Interval sectioned_quantile(std::vector<std::vector<double>>& sections, double p,
                                          double level = kUsualLevel);

}  // namespace sim::statistics

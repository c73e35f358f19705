#pragma once

// How often events of a Poisson process come, when the rate may change between given stretches of time.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/statistics/interval.h"

namespace sim::statistics {

/// What was counted while it was observed for so many seconds.
struct Counted {
  double events = 0;
  double seconds = 0;
};

/// Neighbouring stretches with one rate.
struct RateSegment {
  std::size_t first = 0;  // the stretch with which it begins
  double per_second = 0;
};

/// The cut of the stretches into segments with the least BIC, found by dynamic programming: a rate and a boundary cost
/// ln(events) / 2 each. One segment: the process is homogeneous as far as the data can tell. Stretches that were not
/// observed join their neighbours. Precondition: something was counted.
[[nodiscard]] std::vector<RateSegment> segment_rates(std::span<const Counted> stretches);

struct RateBounds {
  double low = 0;
  double high = 0;
};
/// Of the rate of a Poisson process in which so many events were counted (Garwood 1936: exact).
[[nodiscard]] RateBounds poisson_rate_bounds(const Counted& counted, double level = kUsualLevel);

/// Counts against what was expected of each: variance over mean, 1 for a Poisson process, more for bursts.
struct Dispersion {
  double index = 1;
  double p_value = 1;  // of a Poisson process having this index or a larger one
  std::size_t bins = 0;
};
/// `parameters`: how many were fitted to these counts. Index 1 if there are no more bins than these.
[[nodiscard]] Dispersion dispersion_of(std::span<const double> counts, std::span<const double> expected,
                                       std::size_t parameters);

}  // namespace sim::statistics
